"""Words of the trade behind other writings; false alarms are worse than misses."""

import pytest

from handlers.understand import Register
from handlers.understand.normalise import normalise
from handlers.understand.typos import corrected
from tests.understanding import sounds
from tests.understanding.gates import LABELLED, records_of

TYPOS = """
引患两出=隐患两处 隐换2处=隐患2处 影患一处=隐患一处 阴患=隐患 隐幻1处=隐患1处 隐犯=隐患 印患两处=隐患两处
引患三初=隐患三处 因患两处=隐患两处 寻查正常=巡查正常 巡差完毕=巡查完毕 循查=巡查 讯查了=巡查了 巡察=巡查
巡茶完毕=巡查完毕 训查正常=巡查正常 寻查完比=巡查完毕 夜寻=夜巡 夜循正常=夜巡正常 夜讯完毕=夜巡完毕
寻检正常=巡检正常 讯检=巡检 巡捡完毕=巡检完毕 零抱告=零报告 令报告=零报告 零宝告=零报告 0031整该完成=0031整改完成
整概完=整改完 整钙=整改 消号=销号 销浩=销号 复察合格=复查合格 复差=复查 服查合格=复查合格 0031复察合各=0031复查合格
合隔=合格 申请延其=申请延期 延旗五天=延期五天 严期三天=延期三天 延起两天=延期两天 巡查正长=巡查正常
一切正藏=一切正常 都正偿=都正常 未见异长=未见异常 泄露=泄漏 谢漏=泄漏 泄陋=泄漏 收道=收到 灭火起=灭火器
灭火气=灭火器 灭火机=灭火器 灭或器=灭火器 消火拴=消火栓 消防拴=消防栓 跟换=更换 更还灭火器=更换灭火器 更政=更正
撤会=撤回 直班=值班 值搬=值班 邦定=绑定 绑顶=绑定 严收=验收 报警气=报警器 己整改=已整改 巳整改=已整改
己经修好=已经修好 己更换=已更换 末发现隐患=未发现隐患 末整改=未整改 末见异常=未见异常 今曰=今日 3月14曰=3月14日
巡查天隐患=巡查无隐患 天隐患=无隐患 均天异常=均无异常 元隐患=无隐患 入员=人员 无入值守=无人值守
进人受限空间=进入受限空间 月未前=月末前 以整改=已整改 未发觉=未发现 仨=三个 这俩=这两个 好拉=好啦 安全伐=安全阀
配件没道=配件没到
"""
MISSES = """
指引患者 引起 银环蛇 换新的 因为患病 隐形 患者 音乐 引线 阴天 隐蔽 讯问 巡长 询问检查 训练 夜训 夜市 也巡了 也寻思
循环水 迅速检查 寻找 巡航 巡回 尽量检查 中间查 检查 捡到一只猫 另报告一处 临时报告 领报告 报告 零售 保证 抱歉 整个
正改着 真改好了 整好了 正在改 周一整改 增改造 消耗过大 小号扳手 销好了 校好了 效果好 消防号 消息 复杂 付款 入户查
福查村 副厂长 扶手 服务 合个影 和谐 个人 合同 河阁 沿期间 燃气 延长 研究期 眼气 学期 增产 真唱 李正昌 王正长 正厂
正场合 正长草了 整场 正厂长 长大 已产 意向 一场 一厂 异地厂 产量 写漏了 有些漏 谢谢 下楼 些许 受到表扬 手到病除 守岛
灭火期间 灭火其他 货车 活期 跟着换 更烦 更好 车回厂 彻底 直接搬 一班 严重 报警期间 自己整改 自己修好 知己 周末巡查
月末完成 年末报 期末见 未来 今天隐患 明天隐患排查 每天隐患 两天异常 白天异常 天隐患排查 入库 出入口 收入 投入
进入罐区 无人值守 隐患一出现就报 隐患三出口 以后整改 可以整改 所以整改完 加以整改
"""
#: The messages of the corpus that were mistyped, besides those with 俩 and 仨.
WRITTEN = {
    "今天查出隐患贰处，都是动力车间的：冷却塔爬梯踏板锈穿；电缆沟盖板断了",
    "今晚夜寻平安，视频随后上传",
    "以巡差，一切正长",
    "信息泄露了，微信被盗",
    "发现因患一处 花炮库后头干草没清",
    "发现引患一处 装卸鹤管静电夹线头断勒",
    "发现引患三出 装卸台护栏松动 静电拖地线断了 雨棚漏水",
    "天润住剂，凌报告",
    "宏达加油站13号零暴告",
    "寻查了一遍加油区，为发现异样",
    "寻查完了一切郑常",
    "寻查罢了，平安，您睡吧",
    "引患两处，见图",
    "排查出隐患叁条：①泵房照明不亮，周斌，3月18日前；②酸碱库围堰开裂，吴涛，3月31日前；③叉车充电间没挂禁火牌，吴涛，3月16日前",
    "第一条整该好了，第二条要换的探头厂家月底才发，求延到4月8号，这段先拿便携式的顶着",
    "零抱告，天润3.27",
    "申请延其到25号，配件没道",
    "整改好拉",
    "以整改2处，剩1处",
    "0031、0032以整改",
    "发现隐换2处，仓库灭火器过气了，通道堵住了",
    "0031复察合各",
    "引患一出，锅炉房安全阀没校验",
    "夜寻罐区正藏",
    "今日令报告",
    "发现隐换三初：消防水带破了，应急药箱空的，值班室电话打不通",
    "今晚夜寻视频还有谁没船",
    "围堰那条申请延半拉月吧，地冻实了水泥不凝",
    "查出２处影患：①卸油口静电接地夹锈死了②三号加油机胶管有裂子",
    "寻查完比，没有哪一处是不正常得",
    "贰处隐患，见图",
    "发现隐还2出：洗眼器不出水，防爆柜没上锁",
    "主扇反风门卡滞 炸药库避雷针引下线虚焊 共计贰项 请备案",
    "今曰查出隐换１处，锅炉房一氧化碳报警仪没电",
    "夜寻完毕 一切政常",
    "夜查发现引患叁初：①储罐区喷淋3号阀锈死转不动②甲醇泵密封渗漏③配电室挡鼠板没放",
    "报个饮患哈，盐酸储罐的尾气吸收她喷头堵了",
    "补报12号查的隐患一出：甲类库温湿度计没电勒，下月5号前换",
}


def test_the_tables_are_long_enough() -> None:
    assert len(TYPOS.split()) >= 60
    assert len(MISSES.split()) >= 60


@pytest.mark.parametrize("pair", TYPOS.split())
def test_a_typing_error(pair: str) -> None:
    written, _, meant = pair.partition("=")
    assert corrected(written) == meant


@pytest.mark.parametrize("text", MISSES.split())
def test_what_only_sounds_so(text: str) -> None:
    assert corrected(text) == text


@pytest.mark.parametrize("around", ["{}", "今天{}了", "夜里{}，报一下"])
@pytest.mark.parametrize("text", ["消耗", "复杂", "受到", "增产", "研究", "燃气", "检查", "严重", "周末", "自己"])
def test_common_words_stay_wherever_they_stand(text: str, around: str) -> None:
    assert corrected(around.format(text)) == around.format(text)


def test_names_of_enterprises_stay() -> None:
    register = Register.build([("寻查化工有限公司", ["寻查化工"])])
    assert normalise("寻查化工已寻查", register) == "寻查化工已巡查"
    assert normalise("寻查化工已寻查") == "巡查化工已巡查"


def test_the_corpus_is_changed_only_where_it_was_mistyped() -> None:
    texts = [str(record["text"]) for record in records_of(LABELLED.glob("*.jsonl"))]
    changed = {text for text in texts if corrected(text) != text}
    assert {text for text in changed if "俩" not in text and "仨" not in text} <= WRITTEN
    assert WRITTEN & set(texts) <= changed


@pytest.mark.parametrize(
    "text, meant",
    [
        ("罐区🆗", "罐区OK"),
        ("罐区✅", "罐区✔"),
        ("罐区❌", "罐区❌"),
        ("罐区🚫", "罐区❌"),
        ("罐区⭕", "罐区✔"),
        ("罐区💯", "罐区✔"),
        ("今日🈚", "今日无"),
        ("🆘", "救命"),
        ("⚠️泵房", "泵房"),
        ("👌", "[赞]"),
        ("收到🙏", "收到"),
        ("1️⃣", "1"),
        ("0️⃣报告", "0报告"),
        ("1️⃣罐区 2️⃣泵房", "1、罐区 2、泵房"),
        ("改了2️⃣处", "改了2处"),
        ("🙏", ""),
    ],
)
def test_emoji_with_a_meaning(text: str, meant: str) -> None:
    assert normalise(text) == meant


def test_the_table_of_sounds_is_as_it_is_made() -> None:
    assert sounds.TABLE.read_text("utf-8") == sounds.table()
