"""Rules on what may be read for which purpose: pure, with whatever they need handed to them."""
