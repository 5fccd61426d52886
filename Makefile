# `make demo` and `make test` need Go and nothing else. `make lint` and `make generate` also need npm (for buf), and `make node`
# needs Node.js and npm.

GO     ?= go
TOOLS  := .ci/tools
BIN    := $(TOOLS)/bin
BUF    := $(TOOLS)/node_modules/.bin/buf
TS     := plugin/typescript
PLUGINS := $(notdir $(patsubst %/main.go,%,$(wildcard plugin/*/main.go)))

# Symbols are left out: smaller binaries hash and start faster, and stack traces keep their line numbers. Without cgo they
# are static: one file that runs anywhere, and no dynamic linker at each start.
BUILD := CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w"

# The race detector needs a C compiler; without one the tests run all the same.
RACE := $(shell [ "$$($(GO) env CGO_ENABLED)" = 1 ] && command -v "$$($(GO) env CC)" >/dev/null && echo -race)

# How many processes `make soak` kills, of either kind.
SOAK ?= 200

# How often each fuzz target runs in `make fuzz`. A time would do as well (FUZZTIME=1h), but Go 1.26 fails now and then where one is
# up, having found nothing (golang.org/issue/75804).
FUZZTIME ?= 10000x

# What `make bench-go` runs: the pieces that each item or each request passes through.
BENCHCOUNT ?= 6
BENCHES    ?= .
BENCHED    := ./mappings/lattice ./connector ./connector/rest ./plugin/internal/wire ./plugin/internal/logs ./host-example/output

.PHONY: help build node demo test mutants soak fuzz lint generate docs bench bench-go clean

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build bin/trellis and bin/plugins/trellis-connector-*, and trust what was built
	@mkdir -p bin/plugins
	$(BUILD) -o bin/trellis ./host-example
	@$(foreach p,$(PLUGINS),$(BUILD) -o bin/plugins/trellis-connector-$(p) ./plugin/$(p) &&) true
	@[ "$$($(GO) env GOOS GOARCH)" != "$$($(GO) env GOHOSTOS GOHOSTARCH)" ] || \
		bin/trellis connectors trust --all --plugins bin/plugins >/dev/null

# A script cannot be trusted from another system, nor run there: its first line names the Node.js that built it.
node: build $(TS)/node_modules/.installed ## Build the connector in TypeScript, too: check, test, and put it beside the others
	cd $(TS) && npm run --silent check && npm test --silent && node build.mjs $(CURDIR)/bin/plugins/trellis-connector-lattica-node
	bin/trellis connectors trust lattica-node --plugins bin/plugins >/dev/null

demo: build ## Run all connectors side by side, against stand-ins: no key, no network
	bin/trellis demo

# Without debug information, fifty test binaries are linked a third faster.
test: ## Run all tests
	@[ -n "$(RACE)" ] || echo "no C compiler: the tests run without the race detector"
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && TMPDIR=$$dir $(GO) test $(RACE) -ldflags=-w -timeout 25m ./...

mutants: ## Prove the conformance kit: run it against 236 wrong connectors (a quarter of an hour)
	$(GO) run ./conformance/mutants/prove

soak: ## Kill 200 hosts and 200 connectors at random moments (SOAK)
	TRELLIS_SOAK=$(SOAK) $(GO) test $(RACE) -count 1 -timeout 30m -v -run 'TestHostIsKilledAtAnyMoment|TestKillsOfTheConnector' ./plugin ./plugin/manager

fuzz: ## Run each fuzz target for a few seconds (FUZZTIME: times, or a duration)
	@set -e; targets=$$(grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' *); \
	echo "$$targets" | sed 's|/[^/]*:func | |' | while read -r p f; do \
		echo "fuzz $$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 100x ./$$p </dev/null; \
	done

lint: $(BIN)/golangci-lint $(BUF) ## Check format, vet (three systems), golangci-lint, buf lint and breaking changes
	@files=$$(gofmt -l $$(git ls-files -co --exclude-standard '*.go')); [ -z "$$files" ] || { echo "not formatted: $$files"; exit 1; }
	$(GO) vet ./...
	GOOS=darwin $(GO) vet ./...
	GOOS=windows $(GO) vet ./...
	$(BIN)/golangci-lint run ./...
	$(BUF) format --diff --exit-code
	$(BUF) lint
	$(BUF) breaking --against .ci/contract.v1.binpb

generate: $(BIN)/protoc-gen-go $(BUF) ## Generate Go from proto/, beside each .proto, and TypeScript
	$(BUF) generate
	$(BUF) generate --template $(TS)/buf.gen.yaml

docs: ## Write docs/coverage.md from what the connectors say, and docs/conformance.md from the cases
	$(GO) test ./host-example -run TestCoverageDocument -count 1 -update
	$(GO) test ./conformance -run TestDocument -count 1 -update

# What is measured also stands in docs/benchmarks.md then.
bench: ## Measure the speed table, side by side with a bare loop (BENCH=full: a million users, too)
	$(GO) run ./host-example/bench -write docs/benchmarks.md $(if $(filter full,$(BENCH)),-full)

bench-go: ## Run the benchmarks of the pieces, in a form that benchstat compares (BENCHCOUNT)
	@$(GO) test -run '^$$' -bench '$(BENCHES)' -benchmem -count $(BENCHCOUNT) $(BENCHED)

clean: ## Remove what was built
	rm -rf bin $(BIN) $(TOOLS)/node_modules $(TS)/node_modules $(TS)/build

$(BIN)/golangci-lint $(BIN)/protoc-gen-go &: $(TOOLS)/go.mod
	cd $(TOOLS) && GOBIN=$(CURDIR)/$(BIN) $(GO) install tool

$(BUF): $(TOOLS)/package.json
	cd $(TOOLS) && npm install --no-package-lock --ignore-scripts --no-audit --no-fund
	@touch $@

$(TS)/node_modules/.installed: $(TS)/package.json
	cd $(TS) && npm install --no-package-lock --ignore-scripts --no-audit --no-fund
	@touch $@
