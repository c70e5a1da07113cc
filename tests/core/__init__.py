"""The core: ports and what every room stands on."""
