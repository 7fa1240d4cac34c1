"""SIP2, the Standard Interchange Protocol 2.00: lines to typed messages and back, behind a fence."""
