"""The members, their places and people, and the one path every act takes."""
