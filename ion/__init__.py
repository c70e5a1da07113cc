"""ION: a peer-learning network portal for the public workforce system."""

__version__ = "0.1.0"
