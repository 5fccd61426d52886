//go:build !race

package plugin_test

const raceEnv = ""

func exitQuickly() {}
