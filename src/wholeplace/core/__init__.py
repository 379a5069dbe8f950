"""What every room stands on: settings, engine, definition registry, dates, identifiers, errors."""
