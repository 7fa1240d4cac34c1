"""Tests of the news room."""
