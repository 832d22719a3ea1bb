"""Knows no answer but 200, and raises the alarm when there is nothing new."""

from exporter import Exporter, Failure


class NothingNewIsError(Exporter):
    def nothing_new(self, answer):
        raise Failure("unexpected status 302")


NothingNewIsError().main()
