"""Policies from the organization's server: fetched, verified, kept, and told apart from forgeries.

Two processes. A short-lived child (`program`) does what needs TUF's libraries and the network: it refreshes, verifies,
writes a complete set beside the old one and swaps one link. Its parent, the agent or the machine service, decides when
(`agent/service/sync.py`), looks cheaply whether anything is new (`peek`), and reads the set in force (`stored`).
"""

__all__: list[str] = []
