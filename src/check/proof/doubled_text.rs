//! Characters, words and marks that were typed twice: 的的, 以及以及, 。。

use super::passage::Passage;
use crate::diag::{Code, Diagnostic, Report};
use crate::say;

/// A character that is doubled by mistake, those before which it is right (目的的), and those behind which it is (的的确确).
type Doubled = (char, &'static str, &'static str);

#[rustfmt::skip]
const CHARACTERS: &[Doubled] = &[
    ('的', "目标有", "确士"), ('了', "不明为得终罢未好", "解之然心"), ('是', "但于就还只总正便而凡要", "非否"), ('在', "现存正所实内潜好", "建"), ('和', "温谦暖祥饱柔平总调求缓", "美气睦谐平"),
    ('与', "参给赠授", "会"), ('为', "作认行因成以称", "了"), ('对', "针面一绝核校应反", "照方外手口联"), ('有', "没所还只具拥", "关的些效"), ('也', "", ""), ('都', "首成丰新京", "市江"),
    ('就', "成", "业是读近"), ('将', "上名大中少战", "军士领来会"), ('从', "服随侍顺听", "容业事严"), ('被', "棉", "褥子"), ('把', "一", "关握控脉柄"), ('及', "", "时早格"),
    ('以', "所可得难足予", "下上及来往色"), ('于', "由对关等终", "是洪"), ('我', "", ""), ('他', "其吉", "日乡"), ('她', "", ""), ('们', "", ""), ('向', "方", "阳"), ('或', "", ""), ('而', "", ""),
    ('让', "", "座步"), ('给', "", "予"), ('该', "应", ""), ('这', "", ""), ('并', "合", "肩"), ('由', "自理", "于"),
];

/// Words of two characters that say nothing when they are said twice; of verbs many are (研究研究).
const WORDS: &[&str] = &[
    "我们", "他们", "她们", "进行", "以及", "通过", "对于", "关于", "因为", "所以", "但是", "并且", "同时",
    "其中", "为了", "根据", "按照", "开展", "坚持", "全市", "全县", "全区", "全省", "同志", "单位", "群众",
    "工作", "干部", "党员", "组织", "认真", "积极", "不断", "已经", "可以", "没有",
];

pub fn check(passage: &Passage<'_>, report: &mut Report) {
    let text = passage.text;
    let mut before: [Option<(usize, char)>; 3] = [None; 3];
    for (at, c) in text.char_indices() {
        let [start, earlier, last] = before;
        before = [earlier, last, Some((at, c))];
        let end = at + c.len_utf8();
        // 以及以及: what stood before the last one is this, and what stood before that is the last one.
        if let (Some((start, first)), Some((_, then)), Some((middle, again))) = (start, earlier, last)
            && (then, first) == (c, again)
            && WORDS.contains(&&text[start..middle])
            // 根据根据地的经验
            && !(first == '根' && text[end..].starts_with('地'))
            && passage.is_prose(start)
        {
            told(passage, start..end, report);
        }
        // Two marks of which only one can stand there: ，。
        if let Some((first, mark)) = last
            && mark != c
            && [mark, c].iter().all(|mark| POINTS.contains(mark))
            && passage.is_prose(at)
        {
            meeting(passage, first..end, report);
        }
        let [earlier, last] = [earlier, last].map(|before| before.map(|(_, c)| c));
        if last != Some(c) || !passage.is_prose(at) {
            continue;
        }
        let start = at - c.len_utf8();
        let next = text[at + c.len_utf8()..].chars().next();
        let is_wrong = match c {
            // Three full stops stand for an ellipsis, and are told too, once.
            '，' | '。' | '、' | '；' | '：' => earlier != Some(c),
            _ => CHARACTERS.iter().find(|(doubled, _, _)| *doubled == c).is_some_and(
                |(_, behind, followed)| {
                    let is_right = |c: Option<char>, all: &str| c.is_some_and(|c| all.contains(c));
                    !is_right(earlier, behind) && !is_right(next, followed) && earlier != Some(c)
                },
            ),
        };
        if is_wrong {
            told(passage, start..end, report);
        }
    }
}

/// Marks behind which none of them follows.
const POINTS: &[char] = &['，', '。', '、', '；', '：'];

fn meeting(passage: &Passage<'_>, range: std::ops::Range<usize>, report: &mut Report) {
    let marks = &passage.text[range.clone()];
    report.push(
        Diagnostic::warning(
            Code::DoubledText,
            passage.span(range),
            say!("两个标点“{marks}”连在一起", "the marks `{marks}` follow one another"),
        )
        .hint(say!("只留一个", "leave one of them")),
    );
}

fn told(passage: &Passage<'_>, range: std::ops::Range<usize>, report: &mut Report) {
    let doubled = &passage.text[range.clone()];
    let once = &doubled[..doubled.len() / 2];
    report.push(
        Diagnostic::warning(
            Code::DoubledText,
            passage.span(range.clone()),
            say!("“{doubled}”像是多打了一遍", "`{doubled}` seems to be typed twice"),
        )
        .hint(say!("写成“{once}”", "write `{once}`")),
    );
}

#[cfg(test)]
mod tests {
    use super::super::passage;
    use super::*;
    use crate::diag::{FileId, Span};

    fn found(text: &str) -> Vec<String> {
        let mut report = Report::new();
        let place = Span::new(FileId(0), 0..text.len());
        passage::each(text, place, true, &mut |passage| check(passage, &mut report));
        report.iter().map(|diagnostic| text[diagnostic.span.range()].to_owned()).collect()
    }

    #[test]
    fn slips() {
        for (text, expect) in [
            ("他的的事迹", "的的"),
            ("完成了了任务", "了了"),
            ("坚守岗位。。", "。。"),
            ("我们我们一起", "我们我们"),
            ("工作，，生活", "，，"),
            ("他来了，。", "，。"),
            ("他来了、，又走了", "、，"),
        ] {
            assert_eq!(found(text), [expect], "{text}");
        }
    }

    #[test]
    fn what_is_right_twice() {
        for text in [
            "的的确确",
            "这是目的的一部分",
            "为了了解情况",
            "不了了之",
            "是是非非",
            "现在在岗",
            "参与与否",
            "试试看看，常常谢谢",
            "研究研究",
            "等等",
            "成就就是",
            "以及及时",
            "一个一个",
            "重要的是是否",
            "……",
            "！！",
            "首都都市圈",
            "天天",
            "所以以后",
            "由于于2030年",
            "其他他人",
            "一对对夫妻",
            "人人有责",
            "慢慢地地",
            "对对联感兴趣",
            "把把柄交出去",
            "从从严治党做起",
            "在在建工地",
            "了了心愿",
            "“甲”、“乙”，（丙）。",
            "他说……。",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
