"""Measurements, alone and side by side in one run (`make bench`); absolute times of a machine mean little."""
