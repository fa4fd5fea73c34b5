"""The configuration: what it accepts, and that everything wrong is told at once, each with its key."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from bot import config, config_channels, config_clock, config_ladders, config_obligations
from bot.config_faults import ConfigFaults, keys
from models.calendar import Rhythm
from models.errors import Refused
from tests.platform import finance

EXAMPLE = Path(config.__file__).parent.parent / "config.example.toml"
APP = {
    "name": "app",
    "kind": "wecom_app",
    "corp_id": "ww1",
    "agent_id": 1000002,
    "secret": "s",
    "token": "t",
    "aes_key": "k" * 43,
}
ROBOTS = {"name": "robots", "kind": "wecom_robot"}
CONSOLE = {"name": "console", "kind": "console"}
ARCHIVE = {"name": "archive", "kind": "wecom_archive", "corp_id": "ww1", "secret": "s", "library": "lib/finance.so"}
KF = APP | {"name": "kf", "kind": "wecom_kf", "open_kfid": "wkX"}
#: Where api_url is accepted and has no meaning.
NO_ADDRESS = {("gateway", "api_url"), ("wecom_archive", "api_url")}


def faults(raw: Mapping[str, Any], folder: Path = Path("/office")) -> list[str]:
    with pytest.raises(ConfigFaults) as told:
        config.parse(raw, folder)
    return list(told.value.faults)


def test_an_empty_file_is_enough() -> None:
    read = config.parse({}, Path("/office"))
    assert read.database.url == "sqlite:////office/var/yexun.db"
    assert read.media.folder == Path("/office/var/media")
    assert read.patrol.rhythms == {"": Rhythm()}
    assert (read.web.host, read.web.port, read.channels) == ("127.0.0.1", 8080, ())


def test_all_faults_are_told_at_once_each_with_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YEXUN_NO_SUCH", raising=False)
    told = faults(
        {
            "site": {"nam": "x", "timezone": "UTC"},
            "web": {"prot": 1, "public_url": "office"},
            "patrol": {"opens": "25:00"},
            "channels": [APP | {"secret": "env:YEXUN_NO_SUCH", "aes_key": "short"}, {"name": "app", "kind": "fax"}],
        }
    )
    assert "channels[0].secret: environment variable YEXUN_NO_SUCH is not set" in told
    assert "site.nam: unknown key; did you mean name?" in told
    assert "web.prot: unknown key; did you mean port?" in told
    assert 'patrol.opens: not a time; write it as "03:30"' in told
    assert 'channels: the name "app" stands 2 times' in told
    places = {line.partition(":")[0] for line in told}
    assert {"site.timezone", "web.public_url", "channels[0].aes_key", "channels[1].kind"} <= places


@pytest.mark.parametrize(
    "raw,place",
    [
        ({"sight": {}}, "sight"),
        ({"site": 3}, "site"),
        ({"channels": 3}, "channels"),
        ({"channels": [3]}, "channels[0]"),
        ({"channels": [{"name": "x"}]}, "channels[0].kind"),
        ({"channels": [APP | {"tokn": "t"}]}, "channels[0].tokn"),
        ({"channels": [CONSOLE | {"name": "No Blank"}]}, "channels[0].name"),
        ({"channels": [ROBOTS | {"robots": []}]}, "channels[0].robots"),
        ({"channels": [ROBOTS | {"robots": {"夜巡群": "key-1"}}]}, "channels[0].robots"),
        ({"channels": [ROBOTS | {"robots": [{"chat": "夜巡群"}]}]}, "channels[0].robots[0].key"),
        ({"channels": [ROBOTS | {"robots": [{"chat": " ", "key": "k"}]}]}, "channels[0].robots[0].chat"),
        ({"channels": [ROBOTS | {"robots": [{"chat": "甲", "key": "k", "cat": 1}]}]}, "channels[0].robots[0].cat"),
        ({"channels": [ROBOTS | {"robots": [{"chat": "甲", "key": "不是密钥"}]}]}, "channels[0].robots[0].key"),
        ({"database": {"url": "mysql://x"}}, "database.url"),
        ({"database": {"url": "sqlite:///:memory:"}}, "database.url"),
        ({"media": {"url": "s3://bucket", "region": "x"}}, "media"),
        ({"media": {"max_file_mb": 0}}, "media.max_file_mb"),
        ({"patrol": {"opens": "08:00"}}, "patrol"),
        ({"patrol": {"class": {"加油站": {"closes": "07:00"}}}}, "patrol.class.加油站"),
        ({"patrol": {"class": {"加油站": {"ows": False}}}}, "patrol.class.加油站.ows"),
    ],
)
def test_a_fault_names_its_key(raw: Mapping[str, Any], place: str) -> None:
    assert [line.partition(": ")[0] for line in faults(raw)] == [place]


@pytest.mark.parametrize(
    "changed, place",
    [
        (ARCHIVE, "keys"),
        (ARCHIVE | {"keys": []}, "keys"),
        (ARCHIVE | {"keys": [{"version": 0, "pem": finance.pem_of(1)}]}, "keys[0].version"),
        (ARCHIVE | {"keys": [{"version": 1, "pem": "no key"}]}, "keys[0].pem"),
        (ARCHIVE | {"keys": [{"version": 1, "pem": finance.pem_of(1)}] * 2}, "keys"),
        (ARCHIVE | {"keys": [{"version": 1, "pem": finance.pem_of(1)}], "desk": ["a,b"]}, "desk[0]"),
        ({key: value for key, value in KF.items() if key != "agent_id"} | {"open_kfid": "kf"}, "open_kfid"),
        (KF, "agent_id"),
    ],
)
def test_channels_that_pull_name_their_faults(changed: Mapping[str, Any], place: str) -> None:
    assert [line.partition(": ")[0] for line in faults({"channels": [changed]})] == [f"channels[0].{place}"]


def test_the_archive_has_its_keys_by_version(tmp_path: Path) -> None:
    (tmp_path / "2.pem").write_text(finance.pem_of(2))
    options = {"keys": [{"version": 2, "pem": "file:2.pem"}], "desk": ["zhibanshi", "duty"]}
    [read] = config.parse({"channels": [ARCHIVE | options]}, tmp_path).channel_settings
    assert read.options["key_2"] == finance.pem_of(2).strip()
    assert (read.options["desk"], read.options["library"]) == ("zhibanshi,duty", str(tmp_path / "lib/finance.so"))
    assert "keys" not in read.options
    assert "PRIVATE KEY" not in repr(read)


def test_secrets_come_from_the_environment_and_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEXUN_TOKEN", "from-env")
    (tmp_path / "secret.txt").write_text("from-file\n")
    app = APP | {"token": "env:YEXUN_TOKEN", "secret": "file:secret.txt"}
    read = config.parse({"channels": [app]}, tmp_path)
    options = read.channel_settings[0].options
    assert options["token"] == "from-env"
    assert options["secret"] == "from-file"
    assert options["agent_id"] == "1000002"
    assert options["api_url"] == config_channels.WECOM_API
    assert "from-" not in repr(read), "a secret must not stand in a log"


def test_a_secret_never_stands_in_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEXUN_KEY", "verysecret")
    app = APP | {"aes_key": "env:YEXUN_KEY", "token": 12345678, "secret": "file:nowhere"}
    told = "\n".join(faults({"channels": [app]}))
    assert "channels[0].secret: the file /office/nowhere cannot be read" in told
    assert "verysecret" not in told
    assert "12345678" not in told


def test_a_group_has_one_robot_and_a_robot_one_group() -> None:
    robots = [{"chat": "甲", "key": "key-1"}, {"chat": " 甲 ", "key": "key-2"}, {"chat": "乙", "key": "key-1"}]
    assert faults({"channels": [ROBOTS | {"robots": robots}]}) == [
        'channels[0].robots[1].chat: the group "甲" has a robot already',
        'channels[0].robots[2].key: the same key as of the group "甲"',
    ]


@pytest.mark.parametrize(
    "written", ["key-1", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=key-1", "env:YEXUN_ROBOT"]
)
def test_the_key_of_a_robot_may_be_the_whole_address(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEXUN_ROBOT", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=key-1")
    read = config.parse({"channels": [ROBOTS | {"robots": [{"chat": "夜巡群", "key": written}]}]}, Path())
    [settings] = read.channel_settings
    assert settings.robots == {"夜巡群": "key-1"}
    assert settings.options["api_url"] == config_channels.WECOM_API
    assert "key-1" not in repr(read) + repr(settings)


def test_a_class_has_its_own_rhythm_or_none() -> None:
    patrol = {"closes": "05:30", "class": {"加油站": {"opens": time(22, 0)}, "零售店": {"owes": False}}}
    assert config.parse({"patrol": patrol}, Path()).patrol.rhythms == {
        "": Rhythm(closes=time(5, 30)),
        "加油站": Rhythm(opens=time(22, 0), closes=time(5, 30)),
        "零售店": None,
    }


@pytest.mark.parametrize(
    "host,exposed", [("127.0.0.1", False), ("::1", False), ("localhost", False), ("192.0.2.7", True), ("", True)]
)
def test_the_console_listens_on_this_machine_only(host: str, exposed: bool) -> None:
    assert config.parse({"web": {"host": host}, "channels": [CONSOLE]}, Path()).console_exposed() is exposed
    assert config.parse({"web": {"host": host}}, Path()).console_exposed() is False


def test_no_file_and_a_broken_file_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"copy config\.example\.toml"):
        config.load(tmp_path / "config.toml")
    (tmp_path / "config.toml").write_text("[site\n")
    with pytest.raises(ConfigFaults, match="cannot be read"):
        config.load(tmp_path / "config.toml")


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
_KEYS = st.sampled_from(["site", "name", "web", "port", "patrol", "class", "opens", "channels", "kind", "url", "x"])
_VALUES = st.recursive(_SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(_KEYS, _VALUES, max_size=5))
def test_whatever_stands_in_the_file_only_faults_come_out(raw: dict[str, Any]) -> None:
    with suppress(ConfigFaults):
        config.parse(raw, Path("/office"))


def test_the_example_loads_as_it_is() -> None:
    read = config.load(EXAMPLE)
    assert [one.kind for one in read.channels] == ["console"]
    assert not read.console_exposed()


def test_the_example_loads_with_everything_switched_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CORP_ID", "SECRET", "TOKEN", "ROBOT_1"):
        monkeypatch.setenv(f"WECOM_{name}", "x")
    for name in ("MP_APP_ID", "MP_SECRET", "MP_TOKEN", "GATEWAY_SECRET", "GATEWAY_KEY"):
        monkeypatch.setenv(name, "x")
    for name in ("AIBOT_ID", "AIBOT_SECRET", "WECOM_ARCHIVE_SECRET", "WECOM_KF_SECRET", "WECOM_KF_TOKEN"):
        monkeypatch.setenv(name, "x")
    for name in ("WECOM_AES_KEY", "MP_AES_KEY", "WECOM_KF_AES_KEY"):
        monkeypatch.setenv(name, "k" * 43)
    (tmp_path / "archive_1.pem").write_text(finance.pem_of(1), "utf-8")
    (tmp_path / "config.toml").write_text(_switched_on(), "utf-8")
    read = config.load(tmp_path / "config.toml")
    assert {one.kind for one in read.channels} >= {"console", "wecom_app", "wecom_robot", "official_account", "gateway"}


def test_the_example_has_every_key_and_no_other() -> None:
    assert set(_written(tomllib.loads(_switched_on()))) == set(_known())


def test_every_key_of_the_example_has_its_sentence() -> None:
    """A table that stands there a second time, as another example, needs no sentences again."""
    lines = EXAMPLE.read_text("utf-8").splitlines()
    bare, told, table = [], set(), ""
    for above, line in pairwise(lines):
        table = line.strip("#[]") if re.match(r"#?\[", line) else table
        if not _is_key(line):
            continue
        key = f"{table}.{line.lstrip('#').split(' ', 1)[0]}"
        if not _is_sentence(above) and key not in told:
            bare.append(line)
        told.add(key)
    assert bare == []


def _switched_on() -> str:
    return re.sub(r"^#(?=[\w\[])", "", EXAMPLE.read_text("utf-8"), flags=re.M)


def _is_key(line: str) -> bool:
    return re.match(r"#?\w+ = ", line) is not None


def _is_sentence(line: str) -> bool:
    return line.startswith("# ") and line.endswith(".")


def _written(raw: Mapping[str, Any]) -> Iterator[str]:
    for section, value in raw.items():
        if section == "channels":
            yield from (f"{one['kind']}.{key}" for one in value for key in one)
            tables = [(name, table) for one in value for name in ("robots", "keys") for table in one.get(name, ())]
            yield from (f"{name}.{key}" for name, table in tables for key in table)
            continue
        if isinstance(value, list):
            yield from (f"{section}.{key}" for one in value for key in one)
            continue
        yield from (f"{section}.{key}" for key in value)
        if section == "ladder":
            yield from (f"step.{key}" for steps in value.values() for one in steps for key in one)
        if section == "incident":
            yield from (f"clocks.{key}" for one in value["clocks"] for key in one)
        if section == "patrol":
            yield from (f"class.{key}" for own in value["class"].values() for key in own)


def _known() -> Iterator[str]:
    sections: dict[str, type[BaseModel]] = {
        "site": config.SiteSection,
        "database": config.DatabaseSection,
        "media": config.MediaSection,
        "web": config.WebSection,
        "patrol": config.PatrolSection,
        "zero": config.ZeroSection,
        "tips": config_clock.TipsSection,
        "digests": config_clock.DigestsSection,
        "rota": config_clock.RotaSection,
        "weather": config_clock.WeatherSection,
        "expiring": config_clock.ExpiringSection,
        "incident": config_clock.IncidentSection,
        "clocks": config_clock.IncidentClockSection,
        "tip_offs": config_clock.TipOffsSection,
        "watch": config_clock.WatchSection,
        "key_period": config_ladders.KeyPeriodSection,
        "ladder": config_ladders.LadderSection,
        "step": config_ladders.StepSection,
        "obligations": config_obligations.ObligationSection,
        "class": config.ClassSection,
    }
    assert {*sections, "channels"} - {"class", "clocks", "step"} == set(keys(config.Config))
    sections |= {
        "wecom_app": config_channels.WecomAppSection,
        "wecom_robot": config_channels.WecomRobotSection,
        "robots": config_channels.RobotSection,
        "gateway": config_channels.GatewaySection,
        "official_account": config_channels.OfficialAccountSection,
        "wecom_aibot": config_channels.WecomAibotSection,
        "wecom_archive": config_channels.WecomArchiveSection,
        "keys": config_channels.ArchiveKeySection,
        "wecom_kf": config_channels.WecomKfSection,
    }
    for name, section in sections.items():
        yield from (f"{name}.{key}" for key in keys(section) if (name, key) not in NO_ADDRESS)
    yield from ("console.name", "console.kind")  # api_url is accepted and has no meaning there


def test_an_office_changes_a_kind_of_weather_by_its_name() -> None:
    raw = {"weather": [{"name": "高温", "goods": ["酒"], "months": [7]}, {"name": "暴雪", "off": True}]}
    heat = next(one for one in config.parse(raw, Path("/office")).profiles if one["name"] == "高温")
    assert (heat["goods"], heat["months"], heat["colours"]) == ("酒", "7", "黄、橙、红")
    assert "暴雪" not in {one["name"] for one in config.parse(raw, Path("/office")).profiles}


@pytest.mark.parametrize(
    "one, told",
    [
        ({"name": "高温", "colours": ["紫"]}, "weather[0].colours"),
        ({"name": "高温", "colours": []}, "at least one of"),
        ({"name": "高温", "goods": ["乙醇、丙酮"]}, "one word each"),
        ({"name": "高温", "months": [13]}, "weather[0].months"),
        ({"goods": ["乙醇"]}, "weather[0].name"),
    ],
)
def test_a_kind_of_weather_that_cannot_be_is_told_with_its_key(one: Mapping[str, Any], told: str) -> None:
    assert any(told in fault for fault in faults({"weather": [one]}))
