"""The zero-sum book: accounts, transfers whose postings sum to nothing, balances."""
