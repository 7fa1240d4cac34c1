"""The rows of the catalogue in bulk: the one place of this room that speaks SQL itself.

A load writes thousands of rows a second and the index reads as many, so both pass Django's row
objects by. Every statement is a constant, values travel as parameters. Writers call these inside
their transaction.
"""
