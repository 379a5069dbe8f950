"""Published indicators: open statistics taken as printed, with source, period and caveat."""
