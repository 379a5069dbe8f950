"""Exact inputs of the flow model: leaving hospital and the services after it, without people."""

from wholeplace.measures.flow_inputs.reading import FlowInputs, read_inputs

__all__ = ["FlowInputs", "read_inputs"]
