"""Settings, addresses, commands of the whole house; picks the adapters."""
