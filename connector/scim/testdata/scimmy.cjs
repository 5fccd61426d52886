// A SCIM service provider that nobody here wrote: SCIMMY (npm scimmy, scimmy-routers) behind Express, over TLS.
//
//   node scimmy.cjs <folder with node_modules> <certificate> <key> <token> <users> <groups>
//
// It prints its port as a line, and ends with its input.
"use strict";

const [tools, certificate, key, token, users, groups] = process.argv.slice(2);
const require_ = require("module").createRequire(tools + "/package.json");
const fs = require("fs");
const https = require("https");
const express = require_("express");
const SCIMMY = require_("scimmy").default ?? require_("scimmy");
const Routers = require_("scimmy-routers").default ?? require_("scimmy-routers");

const people = Array.from({ length: Number(users) }, (_, i) => ({
  id: `user-${i}`,
  externalId: `ext-${i}`,
  userName: `user${i}@example.com`,
  displayName: `Üser ${i}`,
  name: { givenName: "Üser", familyName: String(i) },
  emails: [{ value: `user${i}@example.com`, type: "work", primary: true }],
  active: i % 10 !== 9,
  title: "Tester",
  userType: "Employee",
  timezone: "Europe/Paris",
  roles: [{ value: i % 50 === 0 ? "admin" : "member" }],
  [enterprise()]: { employeeNumber: String(i), department: `Department ${i % 7}`, manager: { value: `user-${i >> 3}`, displayName: "A manager" } },
  meta: { resourceType: "User", created: "2020-02-29T12:00:00.000Z", lastModified: "2021-03-01T12:00:00.000Z" },
}));
const teams = Array.from({ length: Number(groups) }, (_, g) => ({
  id: `group-${g}`,
  displayName: `Group ${g}`,
  members: people.filter((_, i) => i % Number(groups) === g).map((p) => ({ value: p.id, display: p.displayName, type: "User" })),
}));

function enterprise() {
  return "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
}

// egress is how SCIMMY asks for one resource, or for all that a filter matches.
function egress(all) {
  return (resource) => {
    if (resource.id) {
      const one = all.find((r) => r.id === resource.id);
      if (!one) {
        throw new SCIMMY.Types.Error(404, null, `Resource ${resource.id} not found`);
      }
      return one;
    }
    return resource.filter ? resource.filter.match(all) : all;
  };
}

SCIMMY.Resources.declare(SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false), { egress: egress(people) });
SCIMMY.Resources.declare(SCIMMY.Resources.Group, { egress: egress(teams) });

const app = express();
app.use("/scim", new Routers({
  type: "bearer",
  handler: (request) => {
    if (request.header("Authorization") !== `Bearer ${token}`) {
      throw new Error("Authorization not detected!");
    }
    return "somebody";
  },
}));

const server = https.createServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key) }, app);
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", () => process.exit(0));
