"""The commands: one short function each; the only room that reads the clock or prints."""
