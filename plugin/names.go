package plugin

// BinaryPrefix is how every connector's binary is named, before the connector's name.
const BinaryPrefix = "trellis-connector-"
