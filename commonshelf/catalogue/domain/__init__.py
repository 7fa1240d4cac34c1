"""The deciding code of this room: plain Python, time passed in."""
