"""Engines behind the ports. Only ion.app opens them."""
