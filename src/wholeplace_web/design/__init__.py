"""The components every page is assembled from, and the design system's built assets."""
