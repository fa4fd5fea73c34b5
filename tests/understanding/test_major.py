"""The twenty points of a major hazard: each with what meets it, and with what only sounds like it."""

import pytest

from handlers.understand import major

#: Point, words that meet it, near misses that meet none.
TABLE: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {
    1: (
        ("站长还没取证", "安全员无证", "安全管理人员证书过期"),
        ("主要负责人今天带班", "安全员没在岗"),
    ),
    2: (
        ("叉车工没证就开", "焊工操作证到期未复审", "检查发现无证上岗1人"),
        ("操作证没有过期", "电工工具没放好"),
    ),
    3: (
        ("储罐与民房安全距离不足", "防护距离不够", "外部安全防护距离不符合要求"),
        ("保持安全距离", "灭火器距离太远"),
    ),
    4: (
        ("氯化釜联锁被摘除", "紧急停车系统没投用", "没有投用自控系统"),
        ("联锁投用正常", "联锁校验记录没签字"),
    ),
    5: (
        ("液氯罐区没有紧急切断阀", "紧急切断阀未投用", "切断阀被停用了"),
        ("紧急切断阀已试验", "切断阀掉漆"),
    ),
    6: (
        ("液化气球罐没有注水", "丙烯罐未设注水措施", "注水设施坏了"),
        ("消防水池注水", "雨后罐区积水"),
    ),
    7: (
        ("液氨充装没有万向管道", "还在软管充装", "充装用软管连接"),
        ("充装台软管已收好", "万向管道漆掉了"),
    ),
    8: (
        ("氯气管道穿过村子旁的公路", "硫化氢管线跨过公共道路", "光气管穿越公共区域"),
        ("氯气管道法兰锈蚀", "职工穿越厂区道路"),
    ),
    9: (
        ("10千伏架空线跨越罐区", "高压线穿过生产区", "架空电力线从罐区上方经过"),
        ("架空管廊锈蚀", "电线裸露"),
    ),
    10: (
        ("老装置没有正规设计", "加热炉未经设计就改了", "老车间没有设计图纸"),
        ("设计院今天来现场", "设计图纸已归档"),
    ),
    11: (
        ("还在使用淘汰设备", "淘汰落后工艺没停", "用的是国家明令淘汰的压滤机"),
        ("旧灭火器已淘汰", "设备落后一点"),
    ),
    12: (
        ("危废库没装可燃气体报警器", "调漆间用的普通灯具", "配电箱不防爆"),
        ("可燃气体报警器故障", "防爆灯不亮"),
    ),
    13: (
        ("控制室面向装置的窗不防爆", "机柜间朝向装置一侧不防火", "控制室对着装置开了窗"),
        ("控制室空调坏了", "机柜间门没关"),
    ),
    14: (
        ("氯化车间没有双电源", "自控系统没有UPS", "UPS停用"),
        ("UPS电池柜有灰", "备用电源切换正常"),
    ),
    15: (
        ("安全阀根部阀被关", "2号釜爆破片没有投用", "安全阀前手阀关着，根部阀关闭"),
        ("安全阀铅封掉了", "安全阀校验报告没贴"),
    ),
    16: (
        ("没有全员安全责任制", "未建立隐患排查制度", "未制定安全生产责任制"),
        ("责任制没上墙", "责任人没写"),
    ),
    17: (
        ("新装置没有操作规程", "未编制工艺控制指标", "灌装岗无操作规程"),
        ("没有操作规程培训记录", "操作规程没上墙"),
    ),
    18: (
        ("没开动火票就焊", "进罐没做气体分析", "电焊无票作业"),
        ("作业票没填全", "动火作业今天开展"),
    ),
    19: (
        ("新工艺没做小试", "没开展反应安全风险评估", "试生产没有试生产方案就投料，未制定试生产方案"),
        ("小试室灯坏了", "试生产方案已评审"),
    ),
    20: (
        ("酸碱混放", "甲类库超量储存", "危化品未分区存放"),
        ("没有混放", "压力表超量程"),
    ),
}


@pytest.mark.parametrize("point", major.points(), ids=lambda one: str(one.number))
def test_a_point_is_met_by_its_words_and_not_by_what_sounds_like_them(point: major.Point) -> None:
    meets, misses = TABLE[point.number]
    for words in (point.example, *meets):
        assert point.number in {hint.number for hint in major.hints(words)}, words
    for words in misses:
        assert major.hints(words) == (), words


def test_there_are_twenty_in_their_order() -> None:
    assert [point.number for point in major.points()] == list(range(1, 21)) == sorted(TABLE)


@pytest.mark.parametrize(
    "words", ["灭火器过期", "灭火器未投用", "无消火栓", "应急灯不亮", "没有发现混放", "严禁无证上岗", "是否无证上岗"]
)
def test_what_is_never_one(words: str) -> None:
    assert major.hints(words) == ()


@pytest.mark.parametrize(
    "class_name, applies", [("加油站", True), ("生产", True), ("", True), ("非煤矿山", False), ("烟花爆竹经营", False)]
)
def test_only_hazardous_chemical_enterprises_are_judged_by_them(class_name: str, applies: bool) -> None:
    assert major.applies(class_name) is applies


def test_long_lines_cost_nothing() -> None:
    assert major.hints("没有" * 1000 + "安全阀" * 300) == ()
