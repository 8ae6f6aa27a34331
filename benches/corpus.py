#!/usr/bin/env python3
"""Writes the honor roll of an invented city, to measure with: corpus.py PEOPLE FOLDER [honorroll] [hugo]

The same people, units, teams, campaigns and commendations as a site of honorroll (FOLDER/honorroll) and as one of Hugo
(FOLDER/hugo), whose templates show what honorroll's default theme shows, or less. The same arguments give the same bytes.
"""
import os
import random
import sys
from pathlib import Path

CITY = "示例市"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭马方任袁柳史唐薛雷贺汤"
# Stems, branches and numbers: various enough for orders and slugs, and nobody's name.
GIVEN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥一二三四五六七八九十"
ETHNICITIES = ["汉族"] * 9 + ["彝族", "回族", "苗族"]
PLACES = [f"{a}{b}" for a in "东南西北" for b in ["岭", "河", "坝", "桥", "坪"]]
POSTS = ["局长", "科长", "副科长", "科员", "队长", "站长", "支部书记", "网格员", "护士长", "工程师"]
TAGS = ["防汛", "防火", "值守", "驻村", "医疗", "抢修", "救援", "调解", "巡查", "青年", "夜班", "志愿"]
WORK = ["防汛", "防火", "抢险", "供水", "供电", "通路", "安置", "巡查", "接种", "清障"]
PHRASES = [
    "连续三昼夜守在堤上", "把最后一件雨衣给了别人", "挨家挨户核对转移名单", "带队步行进入受灾的村子",
    "在风雪里查了四十里线路", "每周走访辖区的困难家庭", "记下三百多条民情", "承担最险路段的警戒", "修改了巡查登记的办法",
    "写成一本岗位手册", "带出十几名骨干", "调解邻里纠纷一百多起", "找回走失的老人和孩子", "连续多年考核优秀",
    "抢在天黑以前修好设备", "保住了运送物资的道路", "和邻队约定了联络的办法", "建起重点人群的台账", "很少提起自己的付出",
    "值了第十五个除夕的班",
]
RESULTS = ["完成", "提前完成", "受到通报表扬"]
PER_PAGE = 50


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    wanted = sys.argv[3:] or ["honorroll", "hugo"]
    city = City(int(sys.argv[1]))
    for name, write in [("honorroll", honorroll), ("hugo", hugo)]:
        if name in wanted:
            write(city, Path(sys.argv[2]) / name)


class City:
    """Records as plain dictionaries; a reference is an id."""

    def __init__(self, people):
        chance = random.Random(20300101)
        pick = chance.choice
        self.units = units(max(1, people // 20))
        self.teams = {f"t{n:02}": f"{PLACES[n % 20]}{'先锋' if n < 20 else '攻坚'}队" for n in range(40)}
        self.campaigns = {f"k{n:02}": f"{2020 + n // 10}年{WORK[n % 10]}专项" for n in range(30)}
        self.people = [
            {
                "id": f"p{n:06}",
                "name": pick(SURNAMES) + "".join(pick(GIVEN) for _ in range(pick([1, 2, 2]))),
                "gender": pick("男女"),
                "ethnicity": pick(ETHNICITIES),
                "unit": pick(list(self.units)) if n else "u00000",
                "post": pick(POSTS),
                "team": pick(list(self.teams)),
                "campaign": pick(list(self.campaigns)),
                "summary": "，".join(chance.sample(PHRASES, 2)) + "。",
                "tags": chance.sample(TAGS, 3),
                "awards": [],
            }
            for n in range(people)
        ]
        self.commendations = []
        for n in range(max(1, people // 10)):
            year = 2015 + chance.randrange(15)
            recipients = [self.people[at] for at in sorted({chance.randrange(people) for _ in range(15)})]
            self.commendations.append({
                "id": f"c{n:06}",
                "title": f"关于表彰{year}年{pick(PLACES)}{pick(WORK)}先进个人的决定",
                "number": f"示表发〔{year}〕{n + 1}号",
                "issuer": f"{CITY}{pick(PLACES)}测试委员会",
                "date": f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
                "year": str(year),
                "recipients": [person["id"] for person in recipients],
            })
            for person in recipients:
                person["awards"].append(self.commendations[-1])
        for person in self.people:
            person["profile"] = profile(chance, person, self)


def units(count):
    """A tree of four levels: id → name and the parent's id."""
    found = {}
    levels = [[], [], [], []]
    for n in range(count):
        level = 0 if n == 0 else 1 if n < count / 40 else 2 if n < count / 6 else 3
        above = levels[level - 1] or levels[0]
        name = CITY + "测试局" if level == 0 else f"{PLACES[n % 20]}{n}{['', '分局', '科', '组'][level]}"
        found[f"u{n:05}"] = {"name": name, "parent": above[n % len(above)] if n else None}
        levels[level].append(f"u{n:05}")
    return found


def profile(chance, person, city):
    phrases = chance.sample(PHRASES, 14)
    rows = "".join(f"| {2020 + n} | {chance.choice(WORK)} | {chance.choice(RESULTS)} |\n" for n in range(3))
    items = "".join(f"- {chance.choice(TAGS)}：{phrase}\n" for phrase in phrases[5:9])
    unit = city.units[person["unit"]]["name"]
    return f"""## {person['name']}的事迹

**{person['name']}**，现任{unit}{person['post']}。{'，'.join(phrases[:3])}。*{phrases[3]}*，{phrases[4]}。

> 守住这段堤，就是守住身后的家。

### 主要工作

{items}
| 年份 | 任务 | 结果 |
| --- | --- | --- |
{rows}
在[{city.campaigns[person['campaign']]}](https://shili.example/{person['id']})中，{'，'.join(phrases[9:12])}。**{phrases[12]}**，{phrases[13]}。
"""


def honorroll(city, folder):
    write = writer(folder / "content")
    write("site.yaml", f"title: {CITY}光荣榜\nbase_url: https://shili.example/\npublisher: {CITY}测试局\ndefault_status: published\nper_page: {PER_PAGE}\n")
    write("units.yaml", "".join(
        f"- id: {unit}\n  name: {known['name']}\n" + (f"  parent: {known['parent']}\n" if known["parent"] else "")
        for unit, known in city.units.items()
    ))
    write("teams.yaml", "".join(f"- id: {team}\n  name: {name}\n" for team, name in city.teams.items()))
    write("campaigns.yaml", "".join(f"- id: {id}\n  title: {title}\n" for id, title in city.campaigns.items()))
    for person in city.people:
        plain = "".join(f"{key}: {person[key]}\n" for key in ["name", "gender", "ethnicity", "unit", "post", "summary"])
        lists = f"teams: [{person['team']}]\ncampaigns: [{person['campaign']}]\ntags: [{', '.join(person['tags'])}]\n"
        write(f"people/{person['id']}.yaml", plain + lists)
        write(f"people/{person['id']}.md", person["profile"])
    for document in city.commendations:
        plain = "".join(f"{key}: {document[key]}\n" for key in ["title", "number", "issuer", "date"])
        recipients = "".join(f"  - {person}\n" for person in document["recipients"])
        write(f"commendations/{document['id']}.yaml", plain + f"kind: 通报表扬\nlevel: 市\nhonors:\n- title: 先进个人\n  recipients:\n{recipients}")


def hugo(city, folder):
    write = writer(folder)
    write("hugo.toml", f"""baseURL = "https://shili.example/"
title = "{CITY}光荣榜"
locale = "zh-CN"
hasCJKLanguage = true
[taxonomies]
unit = "units"
team = "teams"
campaign = "campaigns"
year = "years"
[pagination]
pagerSize = {PER_PAGE}
disableAliases = true
[outputs]
home = ["html", "rss"]
section = ["html"]
taxonomy = ["html"]
term = ["html"]
[services.rss]
limit = 20
""")
    matter = lambda fields, body="": "---\n" + "".join(f"{key}: {value}\n" for key, value in fields) + "---\n" + body
    for section, title in [("people", "光荣榜"), ("commendations", "表彰决定"), ("units", "单位"), ("teams", "队伍"), ("campaigns", "专项"), ("years", "年份")]:
        write(f"content/{section}/_index.md", matter([("title", title)]))
    for unit, known in city.units.items():
        write(f"content/units/{unit}/_index.md", matter([("title", known["name"])] + [("parent_unit", known["parent"])] * (unit != "u00000")))
    for kind, names in [("teams", city.teams), ("campaigns", city.campaigns)]:
        for id, name in names.items():
            write(f"content/{kind}/{id}/_index.md", matter([("title", name)]))
    quoted = lambda items: "[" + ", ".join(f'"{item}"' for item in items) + "]"
    for weight, person in enumerate(city.people, 1):
        fields = [("title", person["name"]), ("weight", weight)]
        fields += [(key, person[key]) for key in ["gender", "ethnicity", "post"]] + [("deeds", person["summary"])]
        fields += [(key + "s", f"[{person[key]}]") for key in ["unit", "team", "campaign"]]
        fields += [("years", quoted(sorted({award["year"] for award in person["awards"]})))]
        fields += [("words", quoted(person["tags"])), ("awards", quoted(award["id"] for award in person["awards"]))]
        write(f"content/people/{person['id']}.md", matter(fields, person["profile"]))
    for document in city.commendations:
        fields = [(key, document[key]) for key in ["title", "number", "issuer", "date"]]
        fields += [("years", quoted([document["year"]])), ("recipients", quoted(document["recipients"]))]
        write(f"content/commendations/{document['id']}.md", matter(fields))
    for name, text in LAYOUTS.items():
        write(f"layouts/{name}", text)
    style = Path(__file__).parent.parent / "themes/default/assets/site.css"
    write("static/site.css", style.read_text(encoding="utf-8"))


DATE = '<time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2006年1月2日" }}</time>'
PERSON = '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a><span>{{ .Params.post }}</span></li>'
DOCUMENT = f'<li>{DATE}<h3><a href="{{{{ .RelPermalink }}}}">{{{{ .Title }}}}</a></h3><p>{{{{ .Params.number }}}} {{{{ .Params.issuer }}}}</p></li>'
PAGER = """{{ with .Paginator }}{{ if gt .TotalPages 1 }}<nav class="pager">{{ with .Prev }}<a href="{{ .URL }}">上一页</a>{{ end }} <span>{{ .PageNumber }} / {{ .TotalPages }}</span> {{ with .Next }}<a href="{{ .URL }}">下一页</a>{{ end }}</nav>{{ end }}{{ end }}"""
main_block = lambda inside: '{{ define "main" }}' + inside + "{{ end }}\n"
links = lambda taxonomy: f'{{{{ range .GetTerms "{taxonomy}" }}}}<a href="{{{{ .RelPermalink }}}}">{{{{ .Title }}}}</a>{{{{ end }}}}'

# The frame is the same on every page, so it is made once (`partialCached`), which honorroll does not do.
LAYOUTS = {
    "_partials/header.html": """<a class="skip" href="#main">跳到正文</a>
<header class="masthead"><a class="brand" href="/">{{ site.Title }}</a><nav class="menu" aria-label="主导航"><ul>
<li><a href="/people/">光荣榜</a></li><li><a href="/commendations/">表彰决定</a></li><li><a href="/units/">单位</a></li><li><a href="/years/">年份</a></li>
</ul></nav></header>
""",
    "_partials/footer.html": """<footer class="footer"><p class="footer-title">{{ site.Title }}</p><p>主办单位：示例市测试局</p><nav class="footer-index" aria-label="全部目录"><ul>
<li><a href="/people/">人物</a></li><li><a href="/commendations/">表彰决定</a></li><li><a href="/units/">单位</a></li><li><a href="/teams/">队伍</a></li><li><a href="/campaigns/">专项</a></li><li><a href="/years/">年份</a></li>
</ul></nav></footer>
""",
    "baseof.html": """<!DOCTYPE html>
<html lang="zh-Hans">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{ .Title }} · {{ site.Title }}</title>
{{ with .Params.deeds }}<meta name="description" content="{{ . }}">{{ end }}<link rel="canonical" href="{{ .Permalink }}"><link rel="stylesheet" href="/site.css"></head>
<body>
{{ partialCached "header.html" . }}<main id="main">
{{ block "main" . }}{{ end }}</main>
{{ partialCached "footer.html" . }}</body>
</html>
""",
    "home.html": main_block(
        '<h1>{{ site.Title }}</h1><p>共 {{ len (site.GetPage "/people").RegularPages }} 人</p>'
        '<ol>{{ range first 20 (site.GetPage "/commendations").RegularPages.ByDate.Reverse }}' + DOCUMENT + "{{ end }}</ol>"
    ),
    "people/section.html": main_block("<h1>{{ .Title }}</h1><ul>{{ range .Paginator.Pages }}" + PERSON + "{{ end }}</ul>" + PAGER),
    "commendations/section.html": main_block("<h1>{{ .Title }}</h1><ol>{{ range .Paginator.Pages }}" + DOCUMENT + "{{ end }}</ol>" + PAGER),
    "taxonomy.html": main_block(
        '<h1>{{ .Title }}</h1><ul>{{ range .Data.Terms.Alphabetical }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }} 人</li>{{ end }}</ul>'
    ),
    "term.html": main_block(
        "<h1>{{ .Title }}</h1>"
        '{{ with .Params.parent_unit }}{{ with site.GetPage (printf "/units/%s" .) }}<p>上级：<a href="{{ .RelPermalink }}">{{ .Title }}</a></p>{{ end }}{{ end }}'
        "<p>共 {{ len .Pages }} 人</p><ul>{{ range .Paginator.Pages }}" + PERSON + "{{ end }}</ul>" + PAGER
    ),
    "years/term.html": main_block(
        '<h1>{{ .Title }}年</h1><ol>{{ range where .Pages "Section" "commendations" }}' + DOCUMENT + "{{ end }}</ol>"
        '<ul>{{ range where .Pages "Section" "people" }}' + PERSON + "{{ end }}</ul>"
    ),
    "people/page.html": main_block(
        """<article class="person"><header><h1>{{ .Title }}</h1><p class="person-headline">{{ range .GetTerms "units" }}{{ .Title }}{{ end }}{{ .Params.post }}</p><p class="person-summary">{{ .Params.deeds }}</p></header>
<section><h2>事迹</h2><div class="prose">{{ .Content }}</div></section>
{{ with .Params.awards }}<section><h2>荣誉</h2><ol class="timeline">{{ range . }}{{ with site.GetPage (printf "/commendations/%s" .) }}"""
        + DOCUMENT
        + """{{ end }}{{ end }}</ol></section>{{ end }}
<aside><dl class="facts"><div><dt>单位</dt><dd>""" + links("units") + """</dd></div><div><dt>性别</dt><dd>{{ .Params.gender }}</dd></div><div><dt>民族</dt><dd>{{ .Params.ethnicity }}</dd></div></dl>
<h2>队伍</h2><p>""" + links("teams") + "</p><h2>专项</h2><p>" + links("campaigns")
        + """</p><h2>标签</h2><ul class="tags">{{ range .Params.words }}<li>{{ . }}</li>{{ end }}</ul></aside></article>
{{ with .PrevInSection }}<a rel="prev" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ with .NextInSection }}<a rel="next" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
"""
    ),
    "commendations/page.html": main_block(
        """<article class="document"><p class="document-number">{{ .Params.number }}</p><h1>{{ .Title }}</h1><p>{{ .Params.issuer }}</p><p>""" + DATE + """</p>
<ul class="name-list">{{ range .Params.recipients }}{{ with site.GetPage (printf "/people/%s" .) }}""" + PERSON + "{{ end }}{{ end }}</ul></article>"
    ),
}


def writer(folder):
    """Writes files below a folder that must not hold anything yet."""
    if folder.exists():
        sys.exit(f"{folder} exists")
    made = set()

    def write(name, text):
        path = folder / name
        if path.parent not in made:
            os.makedirs(path.parent, exist_ok=True)
            made.add(path.parent)
        path.write_text(text, encoding="utf-8", newline="\n")

    return write


if __name__ == "__main__":
    main()
