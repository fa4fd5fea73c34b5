"""The library's doors: the import, the pages that we serve ourselves, the samples of the demo and their clips."""

import io
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import av
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient
from sqlmodel import Session, select

from bot import config
from bot.config_faults import ConfigFaults
from bot.demo import stage, tip_clips
from bot.demo import tips as samples
from bot.register import KINDS
from bot.register.desk import Imported
from bot.tables import ImportFaults, Value, rows_of
from bot.web import tips as pages
from bot.work import Work
from models import audit, db, library, tip_choice
from models.library import Tip, TipKind
from models.site import Site, sync
from models.tip_choice import SEASONS, Today
from models.wording import lines
from models.wording.tips import Item, tip
from tests import laid

NOW = datetime(2026, 3, 13, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)

LINK: dict[str, Value] = {
    "标题": "动火前先测爆",
    "类型": "链接",
    "链接": "https://a.example.cn/1.html",
    "来源": "省应急厅",
    "标签": "动火，春季",
}
VIDEO: dict[str, Value] = LINK | {"类型": "小视频", "链接": "http://a.example.cn/v?id=2", "标签": ""}


@pytest.fixture
def url(tmp_path: Path) -> str:
    found = f"sqlite:///{tmp_path / 'yexun.db'}"
    engine = laid.engine(found)
    engine.dispose()
    return found


@pytest.fixture
def session(url: str) -> Iterator[Session]:
    engine = db.make_engine(url)
    with Session(engine, expire_on_commit=False) as found:
        sync(found, Site(tip_sources="省应急厅、gov.cn"))
        yield found
    engine.dispose()


def bring(session: Session, told: Sequence[Mapping[str, Value]], now: datetime = NOW) -> Imported:
    return KINDS["tips"].run(session, rows_of("送教", told), now, [])


def faults(session: Session, *told: Mapping[str, Value]) -> list[str]:
    with pytest.raises(ImportFaults) as wrong:
        bring(session, told)
    session.flush()
    assert session.exec(select(Tip)).all() == []
    return list(wrong.value.faults)


# --- the import


def test_tips_come_in_approved_and_are_updated_by_title_and_kind(session: Session) -> None:
    assert str(bring(session, [LINK, VIDEO])) == "送教：新增2，更新0，未变0"
    assert str(bring(session, [LINK, VIDEO], LATER)) == "送教：新增0，更新0，未变2"
    first, second = session.exec(select(Tip)).all()
    assert (first.kind, first.tags, first.approved_at, first.approved_by) == ("link", "动火、春季", NOW, "admin")
    assert (second.kind, second.url) == ("video", "http://a.example.cn/v?id=2")
    moved = {"标题": "动火前 先测爆", "类型": "图文", "来源": "省应急厅", "链接": "https://b.example.cn/1"}
    assert str(bring(session, [moved], LATER)) == "送教：新增0，更新1，未变0"
    session.refresh(first)
    assert (first.url, first.title, first.tags, first.approved_at) == (moved["链接"], LINK["标题"], "动火、春季", LATER)
    assert [one.action for one in session.exec(select(audit.Audit))] == ["import"] * 3


def test_what_waits_for_approval_or_is_taken_out_is_not_on_the_shelf(session: Session) -> None:
    def shelf() -> list[str]:
        return [one.title for one in library.shelf(session, TipKind.LINK)]

    bring(session, [LINK | {"状态": "待批"}])
    assert shelf() == []
    assert str(bring(session, [LINK])) == "送教：新增0，更新0，未变1"
    assert shelf() == [], "an empty cell approves nothing"
    assert str(bring(session, [LINK | {"状态": "在用"}])) == "送教：新增0，更新1，未变0"
    assert shelf() == ["动火前先测爆"]
    assert str(bring(session, [LINK | {"状态": "停用"}])) == "送教：新增0，更新1，未变0"
    assert shelf() == []
    assert str(bring(session, [LINK | {"状态": "在用"}])) == "送教：新增0，更新1，未变0"
    assert shelf() == ["动火前先测爆"]
    bring(session, [LINK | {"状态": "待批"}])
    assert shelf() == []


def test_a_text_of_the_offices_own_needs_no_address(session: Session) -> None:
    bring(session, [LINK | {"链接": None, "正文": "取样到动火不超过30分钟。"}])
    assert session.exec(select(Tip)).one().text == "取样到动火不超过30分钟。"


@pytest.mark.parametrize(
    "cells, fault",
    [
        ({"链接": "www.example.cn/1"}, "“链接”：不是完整的网址，要以 http:// 或 https:// 开头，请从浏览器里整条复制"),
        ({"链接": "javascript:alert(1)"}, "“链接”：不是完整的网址"),
        ({"链接": "https://a.cn/1 2"}, "“链接”：不是完整的网址"),
        ({"链接": ""}, "“链接”：链接和正文都空着，请填写一样"),
        ({"链接": "", "正文": "一句", "类型": "小视频"}, "“链接”：小视频要有链接，请填写"),
        ({"类型": "音频"}, "“类型”：“音频”看不懂，只能写：链接、小视频"),
        ({"类型": ""}, "“类型”：不能空着，请填写"),
        ({"标题": ""}, "“标题”：不能空着，请填写"),
        ({"标题": "长" * 61}, "“标题”：太长，最多60个字"),
        ({"来源": ""}, "“来源”：不能空着，请填写"),
        ({"状态": "通过"}, "“状态”：“通过”看不懂，只能写：在用、停用、待批"),
    ],
)
def test_what_is_wrong_with_a_row_is_named(session: Session, cells: dict[str, Value], fault: str) -> None:
    (told,) = faults(session, LINK | cells)
    assert told.startswith(f"表“送教”第2行{fault}")


def test_the_same_tip_twice_in_a_file_is_one_too_many(session: Session) -> None:
    assert faults(session, LINK, LINK | {"类型": "文章"}) == ["表“送教”第3行“标题”：与第2行是同一条，请删去一行"]


def test_a_very_long_address_is_remarked_where_there_is_no_address_of_ours(session: Session) -> None:
    long = LINK | {"链接": "https://a.example.cn/" + "x" * 60}
    assert len(bring(session, [long]).notes) == 1
    sync(session, Site(public_url="https://yx.example.cn"))
    assert bring(session, [long]).notes == ()


# --- the configuration


def test_the_configuration_tells_the_office_what_tips_need(tmp_path: Path) -> None:
    phones = {"name": "sms", "kind": "gateway", "url": "https://sms.example.cn/send", "body": "{}"}
    raw = {
        "web": {"public_url": "https://yx.example.cn/"},
        "tips": {"per_day": 2},
        "channels": [phones, {"name": "console", "kind": "console"}],
    }
    office = config.parse(raw, tmp_path).office
    assert (office.public_url, office.tips_per_day, office.mute_channels) == ("https://yx.example.cn", 2, "sms")


def test_more_than_a_group_hears_in_a_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigFaults, match=r"tips\.per_day"):
        config.parse({"tips": {"per_day": 3}}, tmp_path)


# --- the pages


@pytest.fixture
async def work(url: str) -> AsyncIterator[Work]:
    made = Work(url)
    await made.write(lambda session: samples.settle(session, NOW))
    await made.write(lambda session: sync(session, Site(name="测试值班室")))
    yield made
    made.close()


@pytest.fixture
async def client(work: Work, tmp_path: Path, aiohttp_client: AiohttpClient) -> TestClient:
    app = web.Application()
    app.add_routes(pages.routes(work, tip_clips.TipClips(tmp_path / "clips")))
    return await aiohttp_client(app)


async def put(work: Work, **given: object) -> int:
    told = {"kind": "link", "title": "<b>题</b>", "source": "<i>源</i>", "approved_at": NOW} | given
    made = Tip(**told)  # type: ignore[arg-type]
    await work.write(lambda session: session.add(made))
    return await work.read(lambda session: db.row_id(session.exec(select(Tip).where(Tip.title == made.title)).one().id))


async def test_a_text_of_ours_is_a_page_that_a_phone_reads(client: TestClient) -> None:
    answer = await client.get("/tips/1")
    page = await answer.text()
    assert answer.status == 200
    assert "<h1>动火前先测爆</h1>" in page
    assert "来源 榆川县应急管理局（样例）" in page
    assert page.count("<li>") == 3
    assert "测试值班室" in page
    assert "<video" not in page
    assert "script" not in page
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_clip_is_drawn_when_it_is_first_asked_for_and_handed_out_in_pieces(
    client: TestClient, tmp_path: Path
) -> None:
    page = await (await client.get("/tips/41")).text()
    assert '<video controls playsinline preload="metadata" src="41/clip">' in page
    assert not (tmp_path / "clips").exists()
    whole = await client.get("/tips/41/clip")
    content = await whole.read()
    assert (whole.status, whole.headers["Content-Type"]) == (200, "video/mp4")
    with av.open(io.BytesIO(content)) as clip:
        seconds = (clip.duration or 0) / av.time_base
    assert 10 < seconds < 30
    (drawn,) = (tmp_path / "clips").iterdir()
    assert drawn.read_bytes() == content
    piece = await client.get("/tips/41/clip", headers={"Range": "bytes=100-199"})
    assert (piece.status, await piece.read()) == (206, content[100:200])
    assert piece.headers["Content-Range"] == f"bytes 100-199/{len(content)}"


async def test_a_tip_of_somebody_else_leads_to_its_address(client: TestClient, work: Work) -> None:
    number = await put(work, url="https://a.example.cn/1.html")
    answer = await client.get(f"/tips/{number}", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (302, "https://a.example.cn/1.html")


async def test_what_an_office_writes_is_text_and_never_markup(client: TestClient, work: Work) -> None:
    number = await put(work, text="<script>x</script>。")
    page = await (await client.get(f"/tips/{number}")).text()
    assert "<script>" not in page
    assert "<b>" not in page.replace("<b>安全1分钟</b>", "")
    assert "&lt;i&gt;源" in page


@pytest.mark.parametrize("given", [{"approved_at": None}, {"active": False}])
async def test_what_groups_may_not_see_nobody_sees(client: TestClient, work: Work, given: dict[str, object]) -> None:
    number = await put(work, text="一句。", clip="static", **given)
    answer = await client.get(f"/tips/{number}")
    assert (answer.status, "一句" in await answer.text()) == (404, False)
    assert (await client.get(f"/tips/{number}/clip")).status == 404


@pytest.mark.parametrize(
    "path", ["/tips/999", "/tips/0", "/tips/x", "/tips/9999999999", "/tips/1/clip", "/tips/99/clip"]
)
async def test_what_there_is_not_is_404(client: TestClient, path: str) -> None:
    assert (await client.get(path)).status == 404


async def test_a_clip_that_no_sample_has_is_404(client: TestClient, work: Work) -> None:
    number = await put(work, kind="video", clip="../../yexun")
    assert (await client.get(f"/tips/{number}/clip")).status == 404


# --- the samples


def test_the_demo_has_some_sixty_tips_and_settles_them_once(session: Session) -> None:
    for _ in range(2):
        samples.settle(session, NOW)
        session.flush()
    assert [len(library.shelf(session, kind)) for kind in TipKind] == [40, 20]
    assert all(one.reachable("http://127.0.0.1:8080") for kind in TipKind for one in library.shelf(session, kind))


def test_the_demo_fills_its_nights_without_saying_anything_twice(session: Session) -> None:
    samples.settle(session, NOW)
    session.flush()
    for kind in TipKind:
        turn = tip_choice.in_turn(library.shelf(session, kind), {}, Today(date(2026, 3, 18)))
        assert len(turn) >= stage.NIGHTS
        by_id = {one.id: one for one in library.shelf(session, kind)}
        assert "大风" in by_id[turn[0]].tags, "what belongs to this season comes first"


def test_every_season_has_something_to_say() -> None:
    tags = {tag for found in samples.samples()[1].values() for one in found for tag in one.tags.split("、")}
    assert {"高温", "防冻", "汛期", "雷雨", "大风", "节前", "复工"} <= tags
    assert {"高温", "防冻", "汛期", "雷雨", "大风"} <= SEASONS.keys()


@pytest.mark.parametrize("kind", list(TipKind))
def test_a_sample_is_short_and_holds_no_forbidden_word(kind: TipKind) -> None:
    _, found = samples.samples()
    assert len({one.title for one in found[kind]}) == len(found[kind])
    for one in found[kind]:
        whole = one.title + "".join(one.text)
        assert 3 <= len(one.text) + (kind == TipKind.LINK) <= 5, one.title
        assert max(lines.columns(sentence) for sentence in one.text) <= 72, one.title
        assert not [word for word in lines.FORBIDDEN if word in whole]
        assert not re.search(r"https?:|\d{7}", whole), "no invented address or number"


def test_every_pair_of_samples_fits_a_phone() -> None:
    source, found = samples.samples()
    longest = [max(found[kind], key=lambda one: lines.columns(one.title)).title for kind in TipKind]
    link, video = (Item(title, source, "http://127.0.0.1:65535/tips/60") for title in longest)
    assert lines.fits(tip(link, video))
    assert tip(link, video).endswith("不用回复")


# --- the clips


@pytest.mark.parametrize("sample", samples.samples()[1][TipKind.VIDEO], ids=lambda one: one.clip)
def test_a_card_breaks_its_sentences_within_the_picture(sample: samples.Sample) -> None:
    font = tip_clips.chinese(38)
    if font is None:
        pytest.skip("no font of this machine holds Chinese")
    for sentence in sample.text:
        rows = tip_clips._wrapped(sentence, font)
        assert "".join(rows) == sentence
        assert max(font.getlength(row) for row in rows) <= tip_clips.WIDTH - 40
        assert len(rows) <= 2


def test_without_a_chinese_font_the_cards_have_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tip_clips, "chinese", lambda size: None)
    with av.open(io.BytesIO(tip_clips.draw("题", ["一句"]))) as clip:
        assert sum(1 for _ in clip.decode(video=0)) == round(tip_clips.FPS * (tip_clips.TITLE_S + tip_clips.CARD_S))
