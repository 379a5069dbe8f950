"""FHIR R4 UK Core in: Bundles and NDJSON become flat tables, with an account of every resource."""
