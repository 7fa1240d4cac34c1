"""The SIP2 service: self-checks and other machines of libraries act through the doors of loans."""
