"""A device over a real web server: what any static host hands out is enough."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface, Updater

from agent.fleet.targets import device_path
from tests.fakes.publication_server import FakePublicationServer
from tests.server.repository.organization import Organization, assignment, device_id, policy_text


class HttpFetcher(FetcherInterface):
    """Asks a web server, and closes every connection."""

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            with urlopen(url, timeout=10) as answer:  # noqa: S310 - a server of this test
                yield answer.read()
        except HTTPError as exc:
            exc.close()
            raise DownloadHTTPError("not there", exc.code) from exc


def test_a_device_follows_a_static_host(organization: Organization, tmp_path: Path):
    organization.publish_global(policy_text())
    organization.online().assign({device_id(1): assignment(device_id(1))})
    first = (organization.path / "metadata" / "1.root.json").read_bytes()
    for folder in ("store", "files"):
        (tmp_path / folder).mkdir()
    with FakePublicationServer(organization.path).running() as address:
        updater = Updater(
            str(tmp_path / "store"),
            f"{address}/repository/metadata/",
            str(tmp_path / "files"),
            f"{address}/repository/targets/",
            HttpFetcher(),
            bootstrap=first,
        )
        updater._trusted_set.reference_time = organization.now
        updater.refresh()
        found = {}
        for path in ("policy/policy.json", device_path(device_id(1))):
            target = updater.get_targetinfo(path)
            assert target is not None
            found[path] = Path(updater.download_target(target)).read_bytes()
    assert found == {"policy/policy.json": policy_text(), device_path(device_id(1)): assignment(device_id(1))}
