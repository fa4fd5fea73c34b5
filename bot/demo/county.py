"""榆川县, a county that does not exist: enterprises, people, groups and rota as rows of the import files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

Row = Mapping[str, str]

NAME = "榆川县"
SITE = "榆川县应急值班室"
CHANNEL = "console"
SEED = 20260310

#: These wait for the visitor: nobody posts for them (by short name).
VISITORS = ("宏达加油站", "丰禾化工", "柳河加油站")

_GROUPS = {"园区": "榆川园区夜巡群", "城区": "榆川城区夜巡群", "乡镇": "榆川乡镇夜巡群", "油站": "榆川加油站夜巡群"}

#: Full name, short names, class, grid, street; ★ marks a major hazard source.
_SITES = """
榆川县宏达加油站 宏达加油站、宏达站、宏达 加油站 城区 东环路6号
榆川丰禾化工有限公司 丰禾化工、丰禾 生产★ 园区 化工一路8号
榆川恒澜新材料有限公司 恒澜新材、恒澜 生产★ 园区 化工一路15号
榆川瑞禾制药有限公司 瑞禾制药、瑞禾 生产 园区 化工二路3号
榆川兴澄氯碱有限公司 兴澄氯碱、兴澄 生产★ 园区 化工二路19号
榆川天沐助剂有限公司 天沐助剂、天沐 生产 园区 化工三路2号
榆川鑫桐涂料有限公司 鑫桐涂料、鑫桐 生产 园区 化工三路11号
榆川宏达化工有限公司 宏达化工、宏达 生产 园区 化工三路20号
榆川联榆医药化工有限公司 联榆医化、联榆 生产 园区 化工四路5号
榆川金穗气体充装有限公司 金穗气体、金穗 生产 园区 化工四路9号
榆川百榆植保有限公司 百榆植保、百榆 生产 乡镇 石门镇工业路1号
榆川北郊油库有限公司 北郊油库、北郊库 储存★ 城区 北环路88号
榆川安澜危化品仓储有限公司 安澜仓储、安澜 储存★ 园区 物流大道7号
榆川榆河仓储有限公司 榆河仓储、榆河 储存 园区 物流大道16号
榆川顺榆液化气储配站 顺榆气站、顺榆 储存 乡镇 柳河镇南街30号
榆川青禾液化气供应站 青禾气站、青禾 经营 乡镇 白杨镇西街4号
榆川万家燃液化气供应站 万家燃、万家燃气站 经营 城区 南关街52号
榆川同榆化工商行 同榆商行、同榆 经营 城区 建材市场A12
榆川彩虹坊油漆经营部 彩虹坊油漆、彩虹坊 经营 城区 建材市场B7
榆川长榆漆业经营部 长榆漆业、长榆 经营 城区 建材市场C3
榆川沃野农资有限公司 沃野农资、沃野 经营 乡镇 高庄镇中街18号
榆川田榆农药批发部 田榆农药、田榆 经营 乡镇 石门镇北街9号
榆川禾木气体经营部 禾木气体、禾木 经营 城区 西环路41号
榆川烁金焊材气体店 烁金焊材、烁金 经营 城区 西环路63号
榆川喜鹊烟花爆竹批发有限公司 喜鹊烟花、喜鹊 经营 乡镇 望川镇后山路1号
榆川城东加油站 城东加油站、城东站 加油站 城区 东环路101号
榆川北关加油站 北关加油站、北关站 加油站 城区 北关街2号
榆川南桥加油站 南桥加油站、南桥站 加油站 城区 南桥路17号
榆川西苑加油站 西苑加油站、西苑站 加油站 城区 西苑路5号
榆川柳河加油站 柳河加油站、柳河站 加油站 乡镇 柳河镇省道旁
榆川青石桥加油站 青石桥加油站、青石桥站 加油站 乡镇 青石桥村口
榆川望川加油站 望川加油站、望川站 加油站 乡镇 望川镇东口
榆川三里铺加油站 三里铺加油站、三里铺站 加油站 乡镇 三里铺路口
榆川槐树湾加油站 槐树湾加油站、槐树湾站 加油站 乡镇 槐树湾村
榆川东风渠加油站 东风渠加油站、东风渠站 加油站 城区 东风渠路22号
榆川石门加油站 石门加油站、石门站 加油站 乡镇 石门镇西口
榆川白杨加油站 白杨加油站、白杨站 加油站 乡镇 白杨镇北口
榆川渡口加油站 渡口加油站、渡口站 加油站 乡镇 渡口大桥北
榆川高庄加油站 高庄加油站、高庄站 加油站 乡镇 高庄镇东街
榆川梨园加油站 梨园加油站、梨园站 加油站 乡镇 梨园村省道旁
榆川清水沟加油站 清水沟加油站、清水沟站 加油站 乡镇 清水沟路口
榆川双桥加油站 双桥加油站、双桥站 加油站 城区 双桥街12号
榆川凤鸣加油站 凤鸣加油站、凤鸣站 加油站 城区 凤鸣大道3号
榆川第一自来水厂 一水厂、自来水一厂 使用 城区 水厂路1号
榆川清源污水处理厂 清源污水厂、清源 使用 园区 净水路2号
榆川鲜到冷链有限公司 鲜到冷链、鲜到冷库 使用 城区 物流园6号
榆川雪原冷冻食品有限公司 雪原冷冻、雪原 使用 乡镇 高庄镇工业园3号
榆川银辉电镀有限公司 银辉电镀、银辉 使用 园区 表面处理园1号
榆川柳叶纸业有限公司 柳叶纸业、柳叶 使用 乡镇 柳河镇纸厂路8号
榆川麦浪啤酒有限公司 麦浪啤酒、麦浪 使用 园区 食品路10号
榆川云锦印染有限公司 云锦印染、云锦 使用 园区 纺织路4号
榆川榆树沟玻璃有限公司 榆树沟玻璃、榆玻 使用 乡镇 榆树沟村
榆川信榆化工贸易有限公司 信榆贸易、信榆 无储存经营 城区 商务楼305室
榆川远榆石化销售有限公司 远榆石化、远榆 无储存经营 城区 商务楼612室
榆川泽榆贸易有限公司 泽榆贸易、泽榆 无储存经营 城区 滨河楼218室
"""

_ONE_MAN = frozenset({"榆川烁金焊材气体店", "榆川长榆漆业经营部"})

_SURNAMES = """
马ma 田tian 邓deng 冯feng 蒋jiang 蔡cai 贾jia 丁ding 魏wei 薛xue 叶ye 阎yan 余yu 潘pan 戴dai 夏xia
钟zhong 汪wang 任ren 姜jiang 范fan 方fang 石shi 姚yao 谭tan 廖liao 邹zou 熊xiong 金jin 郝hao 孔kong 白bai
崔cui 康kang 毛mao 邱qiu 秦qin 江jiang 史shi 顾gu 侯hou 邵shao 孟meng 龙long 万wan 段duan 雷lei 钱qian
"""
_GIVEN = """
小满xiaoman 春生chunsheng 大勇dayong 立秋liqiu 文斌wenbin 海燕haiyan 保国baoguo 志远zhiyuan 玉兰yulan
青松qingsong 麦收maishou 红梅hongmei 铁柱tiezhu 雨生yusheng 冬至dongzhi 庆丰qingfeng 素云suyun 宝山baoshan
石头shitou 金枝jinzhi 水生shuisheng 广田guangtian 二喜erxi 向阳xiangyang 晓峰xiaofeng 月娥yuee 长河changhe
天祥tianxiang 家旺jiawang 秀芹xiuqin
"""

#: Name, user id, role, grid, post.
_OFFICERS = """
陆远 luyuan 值班员 - 危化科
何晓棠 hexiaotang 值班员 - 综合科
沈立 shenli 值班员 - 执法队
顾青野 guqingye 监管员 园区 危化科
程鹤 chenghe 监管员 城区 危化科
白露生 bailusheng 监管员 乡镇 危化科
江望舒 jiangwangshu 科长 - 危化科科长
秦越 qinyue 带班领导 - 副局长
杜衡 duheng 带班领导 - 副局长
温言 wenyan 管理员 - 信息中心
"""


@dataclass(frozen=True)
class County:
    """The rows of the four import files, as the functions of `bot.register` take them."""

    enterprises: Sequence[Row]
    people: Sequence[Row]
    groups: Sequence[Row]
    rota: Sequence[Row]

    def voices(self) -> dict[str, Row]:
        """Who speaks for each enterprise (full name): the guard with the duty phone, or the owner of a one-man shop."""
        first: dict[str, Row] = {}
        for row in self.people:
            if row["企业名称"]:
                first.setdefault(row["企业名称"], row)
        return first

    def group_of(self, enterprise: str) -> str:
        """The name of the group in which an enterprise (full name) sits."""
        return next(row["群名称"] for row in self.groups if enterprise in row["企业"].split("、"))


def county(first_day: date, days: int = 16, seed: int = SEED) -> County:
    """The county, with a rota that begins on the eve of a day; the same for the same arguments."""
    chance = Random(seed)  # noqa: S311 - a play, not a secret
    sites = [line.split() for line in _SITES.split("\n") if line]
    names = _names(chance)
    staff = [row for number, site in enumerate(sites) for row in _staff(site, number, names, chance)]
    principals = {row["企业名称"]: row for row in staff if row["角色"] == "主要负责人"}
    return County(
        enterprises=[_enterprise(site, principals[site[0]]) for site in sites],
        people=[*_officers(), *staff],
        groups=_groups(sites),
        rota=_rota(first_day - timedelta(days=1), days),
    )


def _enterprise(site: Sequence[str], principal: Row) -> Row:
    full, shorts, kind, grid, street = site
    return {
        "企业名称": full,
        "简称": shorts,
        "类别": kind.replace("★", "、重大危险源"),
        "网格": grid,
        "地址": f"{NAME}{street}",
        "主要负责人": principal["姓名"],
        "联系电话": principal["手机号"],
    }


def _names(chance: Random) -> Iterator[tuple[str, str]]:
    pairs = [(s, g) for s in _SURNAMES.split() for g in _GIVEN.split()]
    chance.shuffle(pairs)
    seen: set[str] = set()
    for surname, given in pairs:
        name, user = surname[0] + given[:2], surname[1:] + given[2:]
        if user not in seen:
            seen.add(user)
            yield name, user


def _staff(site: Sequence[str], number: int, names: Iterator[tuple[str, str]], chance: Random) -> list[Row]:
    return [
        _person(*next(names), role, site[0], post, phone=f"130000{10001 + number * 10 + place}")
        for place, (role, post) in enumerate(_posts(site, chance))
    ]


def _posts(site: Sequence[str], chance: Random) -> list[tuple[str, str]]:
    """A one-man shop has its owner alone, a small dealer often no safety manager of its own."""
    if site[0] in _ONE_MAN:
        return [("主要负责人", "店主")]
    posts = [("报送员", "夜班"), ("安全员", "安全员"), ("主要负责人", "负责人")]
    small = site[2] in {"经营", "无储存经营"} and chance.random() < 0.6
    return posts[::2] if small else posts


def _person(name: str, user: str, role: str, enterprise: str, post: str, phone: str, grid: str = "") -> Row:
    return {
        "姓名": name,
        "角色": role,
        "企业名称": enterprise,
        "岗位": post,
        "网格": grid,
        "手机号": phone,
        "渠道": CHANNEL,
        "用户ID": user,
    }


def _officers() -> list[Row]:
    rows = [line.split() for line in _OFFICERS.split("\n") if line]
    return [
        _person(name, user, role, "", post, phone=f"138001380{place:02d}", grid=grid.strip("-"))
        for place, (name, user, role, grid, post) in enumerate(rows)
    ]


def _groups(sites: Sequence[Sequence[str]]) -> list[Row]:
    members: dict[str, list[str]] = {key: [] for key in _GROUPS}
    for full, _, kind, grid, _ in sites:
        members["油站" if kind == "加油站" else grid].append(full)
    chats = {"园区": "yuanqu", "城区": "chengqu", "乡镇": "xiangzhen", "油站": "youzhan"}
    return [
        {"群名称": name, "渠道": CHANNEL, "群ID": chats[key], "企业": "、".join(members[key])}
        for key, name in _GROUPS.items()
    ]


def _rota(first_day: date, days: int) -> list[Row]:
    officers = [line.split() for line in _OFFICERS.split("\n") if line]
    duty = [row[0] for row in officers if row[2] == "值班员"]
    leaders = [row[0] for row in officers if row[2] == "带班领导"]
    return [
        {
            "日期": (first_day + timedelta(days=day)).isoformat(),
            "班次": "08:30-08:30",
            "值班员": duty[day % len(duty)],
            "带班领导": leaders[day % len(leaders)],
        }
        for day in range(days)
    ]
