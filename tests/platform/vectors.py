"""Published letters of other SDKs, and worked examples of our own (the public vectors of other SDKs and 11)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Vector:
    """A sealed letter and what has to come out of it."""

    name: str
    token: str
    aes_key: str
    receiver: str
    timestamp: str
    nonce: str
    signature: str
    sealed: str
    contains: str
    whole: bool = True  # `contains` is the whole plain text


PUBLISHED = (
    Vector(
        "official echostr",
        "QDG6eK",
        "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
        "wx5823bf96d3bd56c7",
        "1409659589",
        "263014780",
        "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
        "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
        "1616140317555161061",
        whole=True,
    ),
    Vector(
        "official POST",
        "QDG6eK",
        "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
        "wx5823bf96d3bd56c7",
        "1409659813",
        "1372623149",
        "477715d11cdb4164915debcba66cb864d751f3e6",
        "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3Qczc"
        "dCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLj"
        "vd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMn"
        "vw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k"
        "22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2Yoy"
        "yH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==",
        "<Content><![CDATA[hello]]></Content>",
        whole=False,
    ),
    Vector(
        "official JSON",
        "QDG6eK",
        "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
        "wx5823bf96d3bd56c7",
        "1409659813",
        "1372623149",
        "0a33ac8596e2271d03eded037d04383a28e6f133",
        "No8isRLoXqFMhLlpe7R/DA7UbJ88DKJxDhJH/UVG3o1ib0Fhzdd3qWYHH/KL1mITv5qOCp2FbyILqfI7zazrp/AR"
        "gSHR177OCrv8O9UrMHWdnOaMXaz+mLd5X5VWm5r2J3Qpm+NdTQRPhHbce88frKF3wqTaZunKW7ae87bRZUfaq5tL"
        "FnyTsf6aiy0su3SsQ06dQGKPcHfYHY3upB881008Q9t9xeAZ/uqfXpYQgSLQfaX+fk/K/FQEl4QpLk94eD1YjluF"
        "Y3uLnKp40zDyxgeWRAmgTtmx1eLwediVqZ8=",
        '{"ToUserName":"wx5823bf96d3bd56c7","FromUserName":"mycreate","CreateTime": 1409659813,"M'
        'sgType":"text","Content":"hello","MsgId":4561255354251345929,"AgentID": 218}',
        whole=True,
    ),
    Vector(
        "go-workwx signature",
        "kjr2TKI8umCBfVF3wAHk8JiPwma5VBme",
        "4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws",
        "ww6a112864f8022910",
        "1583940690",
        "VHh7ymSeb0jc4lSb",
        "1ba3cb09c0d2c2b3ed6900d37f91a6efae6cb011",
        "6KmUQuPVu7UhjyVqRdbo5SfcRqaHvbUlKSHFvBV2ZuR6TIlKsygcfeSd1GDplg1C5KSKr6UPHCaC/nIX3ZNt9w==",
        "94966531020182955848408",
        whole=True,
    ),
    Vector(
        "go-workwx envelope, raw binary prefix",
        "kz7Yx62CH8SaLN",
        "cD0d7jx4tYvVtzqrmh3Dm3QFCXe6f8SlHoMtMh3qQEP",
        "ww6a112864f8022910",
        "1583995625",
        "1584392382",
        "f265ae551b1932727204c3d707628d01376a6940",
        "EUCt7xMcNiyASzZj0Hjc5yDjFQrCum6AfQ3ntHiUzjGQ51xieKmbvtrZ40/EcB2W/W8yH0n4Lqx48gJl/T9HD/R3"
        "09I0P/r5pIZucK3lyEn48FYMr4YdE0QdL2jIJ3xkcXUr6uzefzCxG6lMvwpAJaOyVCzN7sRRw47njfxy5EIqU6R9"
        "ZBhlTzfdnhhOhK/nTwzrZX3SoGlXFA9OBeZ6ru1NWpXFk76x9DUMe0lcxPPiUqK8ctnQcYXSGUHVqC6DfG7E7mab"
        "0OmruNN8cBZY5d3dYOBA4OgaH55Q0AJmUpdT8vNiXpXx+6TxT3TIjySXpDrHVyrsb772aYywgg/Nu4kUmGkALwFZ"
        "lzhjNegR7wDwb9lr4ERXsSSS8JZ8lbBmaQ3F2Tq584xoPj5rIhXAF734ynm4no1g+SdHiNqR328=",
        "<Content><![CDATA[x123]]></Content>",
        whole=False,
    ),
    Vector(
        "PowerWeChat VerifyUrl",
        "pcoLldqMu2WQQtYBeDX5HiXPsBFlTnDM",
        "CyjBvGm4tJNmcThkeL5Wajzom4jKlBygKtpTkYeqsnE",
        "wwedab3d5fc43636d8",
        "1623292419",
        "1623324060",
        "1495c4dfd4958d4e5faf618978ae66943a042f87",
        "o1XtmVltGmUAqoWee54yd4Q5ZBgrw4/9lFo5qdZoVPd1DybzarjuYCfFlR2AFbAcWHwFgmbrVBD+f9910QIF6g==",
        "6058207018001857403",
        whole=True,
    ),
    Vector(
        "PowerWeChat Decrypt",
        "pcoLldqMu2WQQtYBeDX5HiXPsBFlTnDM",
        "CyjBvGm4tJNmcThkeL5Wajzom4jKlBygKtpTkYeqsnE",
        "wwedab3d5fc43636d8",
        "1623301925",
        "1624217036",
        "d728d2bea7e28585ebd14eacbd330d84073fe7f1",
        "ZBY4h9SD1Y/v+ighMGU4yHSVWyMuf2UdQQfFuB8S/SY5il9MynR1rtKIJDG871vOqaCs0FVje6bX0VyhvL02PG7F"
        "XjRR+rAyiwVv7T7nBGgamkPeOv4n/jXgFQnY6NEt3Zym09t4aI+21pDcE6uN6JzcC+hxw5sBfVyza3NHyuLiyhva"
        "lsFbasA4HNcnK+4/3eZLMo+e6yvHUsY4WhmZWW5u5mHcDZm1jtI2fUtzod6Sx7PrCOhm+zUO1I98OD0EmICxHHMj"
        "MkGmSFuGhG8vXRKaRavzvV/fkscZK1HjW+XJOV0c9wYDZT+/LTjDS/yx5KkM5lIksiw57DsCro9gvmE1WdvB3bw3"
        "m+5ie2x1ZRSuh6ik1rbMTiXgJXt0MnbV8VsyPe1zhkbug1cwdhT9zcOTieb0oyiIl3wSAEkNNBNBaWB+78V1hM/n"
        "gMoZgKaaasJUCGtPH/rN+YnxGicDOg==",
        "<Content><![CDATA[密文测试]]></Content>",
        whole=False,
    ),
    Vector(
        "wechatpy check_signature",
        "123456",
        "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
        "wx49f0ab532d5d035a",
        "1411443780",
        "437374425",
        "dd6b9c95b495b3f7e2901bfbc76c664930ffdb96",
        "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==",
        "5927782489442352469",
        whole=True,
    ),
    Vector(
        "WxJava encrypt",
        "pamtest",
        "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        "wxb11529c136998cb6",
        "1409304348",
        "xxxxxx",
        "82c962d39941aa48552f90ef55aa323dc620cc10",
        "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==",
        "我是中文abcd123",
        whole=True,
    ),
)

#: Sealed with the sixteen bytes 0123456789abcdef, so that sealing can be compared too.
OURS = (
    Vector(
        "app echostr",
        "NightPatrolToken2026",
        "NhY9fFvqDKGQUxKUnvp0SnJQh1EvRYg9AmcZ7caULWc",
        "ww1234567890abcdef",
        "1788220800",
        "1597212914",
        "de21a00ee9a2f1d10ab20fc59353198a1ea2d3fb",
        "U9P1mDaL3c+9tFx1QVuIn6E9CiZ3Rjsxcz1GdGfQoXaEERHjAP/SCLI9mMhHJErNYL04b0/tzDGk7KbA9WU77Q==",
        "5577006791947779410",
    ),
    Vector(
        "app video",
        "NightPatrolToken2026",
        "NhY9fFvqDKGQUxKUnvp0SnJQh1EvRYg9AmcZ7caULWc",
        "ww1234567890abcdef",
        "1788220800",
        "1597212914",
        "da4c84381fdb0b02a1430593438782556a5e36cd",
        "U9P1mDaL3c+9tFx1QVuIn4iHrwLHvjI+CBxH9Nhbvs/QgUUco7VkF6VB0oq5qZhvW/sCchjhdwz2FBRcxSCDG3rY"
        "gcfJafLMO8mw1hI9ClBe2o0JsrVmtgbX4wS4HcBPrhXpKQe+nlgmH32vlitK+jWBNUXKxtTQnu9qMtWUY6jDKFu2"
        "6D3iHVVrzJ5ouw3XmqW/kUiB5X6wFZbhPgMdSHEVt8peTejDHNWvsfyDWBzk5i5S2h2O8Xz7jqpWuj68X0nUA7Le"
        "P0XaYuGVu9UWgMHUfRGbAaJTq4bfq/EL0CTvLl1xoOoEWf4TaVQmqwKU9Vl0HNek47ZcrT85+hJiiJ/GGzEQmKlu"
        "X+WcNczdRiJWx6YvjeAw6gzF4Ob5z1MwPWmD6MUotlxvIxFeYLnGgxHzN2o+E/h70pXDzVmizuh7ODqr/ppaEV44"
        "OG1ZDyDTMrifHDmOcm5f67GMwXhd6CU7K7hjZZWjQSaGlkmn0X4nR3El3fHpQoJoJUnPOcgmHftcNPysSsew1lqH"
        "DTC5qKSaywGNjYTkqzO3xXT/+OfOeeERI4/CTt6frt7xNeSIkUSPFksNxqKBtxMG/SA3Jg==",
        "<xml><ToUserName><![CDATA[ww1234567890abcdef]]></ToUserName><FromUserName><![CDATA[kuang"
        "shan01]]></FromUserName><CreateTime>1788220799</CreateTime><MsgType><![CDATA[video]]></M"
        "sgType><MediaId><![CDATA[1G6nrLmr5EC3MMb_-zK1dDdzmd0p7cNliYu9V5w7o8K0]]></MediaId><Thumb"
        "MediaId><![CDATA[1G6nrLmr5EC3MMb_-zK1dDdzmd0p7cNliYu9V5w7o8K1]]></ThumbMediaId><MsgId>74"
        "23456789012345678</MsgId><AgentID>1000002</AgentID></xml>",
    ),
    Vector(
        "app passive reply",
        "NightPatrolToken2026",
        "NhY9fFvqDKGQUxKUnvp0SnJQh1EvRYg9AmcZ7caULWc",
        "ww1234567890abcdef",
        "1788220801",
        "1597212914",
        "6ba8895fcb02d4bceece91d35c3bf82b66ccea6c",
        "U9P1mDaL3c+9tFx1QVuIn82uy0sNg+kYleBxf1WENNH5jUBNzQe8oWuZ+ctW3y0sDj4jvp4nxJ8FtEqhhqqAj+l8"
        "tIbWr1KdAcbhkxB2ByKCTFVz+JCujZe9rCVrqrG2/x1G2qDPvWo6VwT6L5eY8ZbKFiegU5gQ8ejTlbPA1zb/AGoB"
        "4jgZA5Lc+yYlzEPa9TQGURL8YnwOtGvzcmfY0gjbvCWzZU+il69c8D89B/TISD2jrekpZRbB7Fzf4Hws4aOpTwjV"
        "N2TmnKSG7a/VSmLK0a/YYYyaadW7LaCPv3isXBLMTmGOmlA+yUVjGxCu8lDJ6HUoLOWlF11RwTPXecXuCEwboo/f"
        "SU4iywAhQDSoO3MFQ3daKkzUrD0ID0KP0jhpM8nz5m8Fdk/hlxsj7VPlOKwCvA5ZLTZzzRY/fVk=",
        "<xml><ToUserName><![CDATA[kuangshan01]]></ToUserName><FromUserName><![CDATA[ww1234567890"
        "abcdef]]></FromUserName><CreateTime>1788220801</CreateTime><MsgType><![CDATA[text]]></Ms"
        "gType><Content><![CDATA[已登记：8月31日夜查视频1段]]></Content></xml>",
    ),
    Vector(
        "AI bot echostr, padded by 25",
        "AiBotToken8848",
        "sXsZD5NPHjjtnIvibnFIYgUyqYhcQz3dXS3BUkBSVjo",
        "",
        "1788220860",
        "wrQ7cKp2",
        "89ca633eee6c02c4cb52071bb3055761938f96d9",
        "zYrZzt3k+YXQwvttCEB6Wr3lqJXDctxSO5v9ruWYyey9WFoZSvQVvyfZSc0c7TNvcVNfMMQAY+0gSuaaYtU0KA==",
        "8674665223082153551",
    ),
    Vector(
        "AI bot quoted video",
        "AiBotToken8848",
        "sXsZD5NPHjjtnIvibnFIYgUyqYhcQz3dXS3BUkBSVjo",
        "",
        "1788220860",
        "wrQ7cKp2",
        "9a1f268064432a3511b12b6e97dbadf5827b84c6",
        "zYrZzt3k+YXQwvttCEB6WpdZpU3Lsbl8Xn+FOqkKyBQ4i4xJ4pzaoZwT+1BvfrRDpX14H63n61OXosZ7knyHk/r2"
        "oL+7Md8K5RqrAeGSXqn8wafVMeOECjWhbXxj/grlUw18csYpw1p6zwP6RkKHBxDbxLJ1jjP04ujGwrtr4oznPZJJ"
        "Tn1YWvUlSBhMmog9T+OUuRu4zhhCFd2fkLuvnzlJPALwxJN2+DOJWs2ZGAbcgrLup7FTS0NiEXHZeVyrikgiayMq"
        "sG9x67rQ6anN+wBsj66LjvzbQZKSl7xj9G8i7MHQTgl3u4QzQmXeaGX1gGoI2coPR9eNB6nEwcWMzjMoBTDUu6mn"
        "mpUDPyX5qmspKV7/HUOusG91czSMWFfHv2pHTJcW94Pn7nnZ093Sltc6G9AjAsNIp3GPtOqO1+QIcwdwrltv/jtq"
        "4XErtyJj1LSUWtcXC7d2hr84ec/IORzYCnLlO96hXtceMIepRrRYCHZ18/cRmQ7+jseRLj0m69KZ9QOuFyYu+wIG"
        "Z+EAmEiOQEhu7FxbwXz5u+pTzkw=",
        '{"msgid":"CAIQz7/MjQYY/NGagIOAgAMgl8jK/gI=","aibotid":"aibDEMO0001","chatid":"wrkSFfCgAA'
        'DEMOGROUP","chattype":"group","from":{"userid":"zhibanyuan"},"response_url":"https://qya'
        'pi.weixin.qq.com/cgi-bin/aibot/response?response_code=DEMO","msgtype":"text","text":{"co'
        'ntent":"@巡查助手 登记"},"quote":{"msgtype":"video","video":{"url":"https://example.invalid/v1'
        '"}}}',
    ),
    Vector(
        "AI bot reply",
        "AiBotToken8848",
        "sXsZD5NPHjjtnIvibnFIYgUyqYhcQz3dXS3BUkBSVjo",
        "",
        "1788220861",
        "wrQ7cKp2",
        "848500422dbe054c226690c15ee214f0cde52a06",
        "zYrZzt3k+YXQwvttCEB6WotLq8XKFSBVYXFgNO/hQJ/5XFj61e+pGlP4LiEMzwkFhi9QZ/E0cbQRYgQL8Wc0E1b2"
        "AIvypF+hj5FZBU8/6Lj0YepuFjgQj/r9uLh1dEw2MI/2BclFV0UujpG8ZgWXQlwGPFHsMs4kaekAZyfwzj8GeaW3"
        "1pXIef69d0oHu3jWjTuDtwGExkB+KCeyh3oO/Q==",
        '{"msgtype":"stream","stream":{"id":"STREAM-1","finish":true,"content":"已登记：红旗煤矿 视频1段"}}',
    ),
)

APP_VIDEO = OURS[1]
AI_KEY = OURS[3].aes_key

#: Files as they lie with the platform for an AI bot: plain text and ciphertext.
FILES = (
    (
        bytes.fromhex("ffd8ffe0706174726f6c2d70686f746f2d64656d6f"),
        "3cd4181acf8d5607971ff8958c435c11319689c379a2eaf3327ca2da3f0c1a77",
    ),
    (
        b"A" * 32,
        "19436a7eb61df78a0460b5abfdf90076836ce4e8581ad222286973063abb8848"
        "5bbbb5aa3aec531ac99c47d935c502ae89a66ad062ecd542767d358e10e08bef",
    ),
)
