"""What is said of the roads themselves: a channel that only a person can mend. Pure sentences."""

from models.outages import Trouble

_WHAT = {
    Trouble.KICKED: "被另一处连接顶掉，已停。\n查是否有两套程序用同一机器人；密钥泄露就重置，再重启。",
    Trouble.REJECTED: "连不上：平台不认编号或密钥。\n核对配置，改好后重启。",
    Trouble.GAP: "断开超过5天，中间的消息取不回来。\n这几天没收到的，请打电话核实。",
    Trouble.BROKEN: "的存档组件用不了。\n检查配置里的路径，改好后重启。",
    Trouble.UNTRUSTED: "发不出去：平台不认本机地址。\n企业微信后台，企业可信IP，加上{detail}",
    Trouble.UNUSED: "的应用很久没人用，平台要停它。\n在企业微信后台点恢复使用。",
}


def trouble(channel: str, what: Trouble, detail: str = "") -> str:
    """To each admin, once a day: what is wrong with a channel, and what to do; ``detail`` is what to enter."""
    return f"通道{channel}{_WHAT[what].format(detail=detail or '本机地址')}"
