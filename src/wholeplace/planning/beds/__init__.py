"""The page of bed days: what a release says of older people's nights in hospital and of beds."""
