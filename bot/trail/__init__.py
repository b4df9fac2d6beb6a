"""The trail: its checkpoints, where they are left, and a copy for somebody who does not trust us."""
