"""JSON-RPC over the agent's sockets."""
