"""Bytes with positions: sources, JSON and YAML to data, and routes to spans; modules are imported directly."""
