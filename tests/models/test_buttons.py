"""The words on buttons: what a text says of each digit, and no buttons where it says too little."""

import pytest

from models.wording.buttons import MOST, buttons


@pytest.mark.parametrize(
    "text, digits, words",
    [
        ("未核实\n先打电话核实，再回1接手", "1", ["接手"]),
        ("回1提醒12家，回2看电话", "12", ["提醒12家", "看电话"]),
        ("回1提醒12家，回2看电话", "123", ["提醒12家", "看电话"]),  # 3 can be typed, the text is silent about it
        ("先打电话：回1按误报结束，回2没结束", "12", ["按误报结束", "没结束"]),
        ("回1看清单，回2其余同意（3条）", "12", ["看清单", "其余同意"]),
        ("视频1，没写情况\n正常回1，有问题直接写。不回也算已巡", "1", ["正常"]),
        ("改好了回1；没改好写到哪步", "1", ["改好了"]),
        ("这就是夜巡结果请回1；没巡就拍了再发", "1", ["这就是夜巡结果"]),
        ("还没改好就回1，改回整改中", "1", ["还没改好"]),
        ("是哪家的？回数字：\n1 宏达站，2 瑞康", "12", ["宏达站", "瑞康"]),
        ("请回1接手，或打李明13800138000", "1", ["接手"]),
        ("还没人接手，您来就回1", "1", []),
        ("是哪条？\n1 一车间东侧楼梯间的消防栓没有水压\n2 灭火器过期", "12", []),  # one is too long for a button
        ("回1看全部，回2看全部", "12", []),
        ("已报 00:31｜3月14日夜夜巡", "1", []),
        ("回1同意", "", []),
        ("回10看下10条", "1", []),
        ("回1看下11条", "1", ["看下11条"]),
    ],
)
def test_what_a_text_says_of_its_digits(text: str, digits: str, words: list[str]) -> None:
    assert [word for _, word in buttons(text, list(digits))] == words


def test_more_than_a_card_holds_is_typed() -> None:
    several = [f"{number} 站{number}" for number in range(1, MOST + 2)]
    assert buttons("\n".join(several), [str(number) for number in range(1, MOST + 2)]) == ()
    assert len(buttons("\n".join(several[:MOST]), [str(number) for number in range(1, MOST + 1)])) == MOST
