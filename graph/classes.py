"""Equivalence classes that grow by joining (union-find); a class is known by its least member."""

from __future__ import annotations


class Classes:
    """Classes of strings.

    >>> classes = Classes()
    >>> classes.join("b", "c"), classes.join("c", "a"), classes.find("x")
    ('b', 'a', 'x')
    >>> classes.all()
    [['a', 'b', 'c'], ['x']]
    """

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def find(self, member: str) -> str:
        """The least member of a member's class; a stranger becomes a class of its own."""
        root = member
        while (above := self._above.setdefault(root, root)) != root:
            root = above
        while member != root:
            self._above[member], member = root, self._above[member]
        return root

    def join(self, one: str, other: str) -> str:
        """Make two classes one; returns its least member."""
        a, b = sorted((self.find(one), self.find(other)))
        self._above[b] = a
        return a

    def members(self, member: str) -> list[str]:
        """All members of a member's class."""
        root = self.find(member)
        return sorted(m for m in list(self._above) if self.find(m) == root)

    def all(self) -> list[list[str]]:
        """All classes, sorted."""
        found: dict[str, list[str]] = {}
        for member in sorted(self._above):
            found.setdefault(self.find(member), []).append(member)
        return sorted(found.values())
