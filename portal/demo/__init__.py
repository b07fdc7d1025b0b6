"""The demo city 演示城市: Rugao with its 14 towns, 70 made-up enterprises and everything that they have filed.

Loading walks the actions of the other rooms with past moments, so that no row lives in an impossible world:
authorities and people take their places, enterprises register, fill their registers, submit; towns and the county
look, send back, approve; inspectors issue orders. `scaling` makes a city of any size for measuring.
Only in demo mode, which serves on loopback alone; passwords derive from the secret of the instance.
This room stands on top of all others and nothing knows it.
"""
