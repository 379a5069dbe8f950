"""Places: profiles, the sentence builder, charts and maps, all from released numbers."""
