"""Content on top of the rooms: data sets, code lists, attributes, measures and segmentations."""
