"""Benchmarks: tilth beside a named peer, in the same run, on the same data. They never fail on time."""
