"""Follows the redirect of an answer without data down to the login page, and drops it."""

from exporter import Exporter


class FollowsAndDrops(Exporter):
    def nothing_new(self, answer):
        assert self.follow(answer).lstrip().startswith(b"<")
        return 0


FollowsAndDrops().main()
