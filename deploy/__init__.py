"""What stands around the portal: set-up, start, checks, and what a server needs."""
