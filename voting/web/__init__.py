"""Pages: one module a capability; each view declares its access, checks the shape of what came, asks a service."""
