"""What a model answered, to read and take away: one scenario, or a few side by side on a page."""
