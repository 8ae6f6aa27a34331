//! Where the surname of a Chinese name ends.

use super::han::{is_han, is_name_dot};

/// The surname and the rest of a personal name: `("欧阳", "示例")`, `("张", "三")`.
///
/// A compound surname is taken only where at least one more character follows. A name with `·` or one that does not
/// start with a Chinese character has no surname in this sense: the first part is empty.
pub fn split(name: &str) -> (&str, &str) {
    let Some(first) = name.chars().next().filter(|&c| is_han(c)) else { return ("", name) };
    if name.contains(is_name_dot) {
        return ("", name);
    }
    let end = COMPOUND
        .iter()
        .find(|compound| name.len() > compound.len() && name.starts_with(**compound))
        .map_or(first.len_utf8(), |compound| compound.len());
    name.split_at(end)
}

/// Compound surnames that are borne today, and those known from literature. Not among them: pairs that are more often
/// a surname and the first character of a given name (东方 stays out for 东方红, 子… and 公… beyond the common ones).
#[rustfmt::skip]
static COMPOUND: &[&str] = &[
    "欧阳", "司马", "诸葛", "上官", "夏侯", "司徒", "皇甫", "尉迟", "公孙", "长孙", "慕容", "宇文", "令狐", "万俟",
    "轩辕", "端木", "独孤", "南宫", "呼延", "申屠", "钟离", "闻人", "赫连", "澹台", "淳于", "单于", "太叔", "公冶",
    "宗政", "濮阳", "公羊", "司空", "司寇", "亓官", "仲孙", "鲜于", "闾丘", "东郭", "南郭", "西门", "东门", "百里",
    "拓跋", "拓拔", "呼衍", "第五", "梁丘", "左丘", "公西", "公良", "漆雕", "乐正", "宰父", "谷梁", "榖梁", "壤驷", "段干",
    "羊舌", "巫马", "颛孙", "微生", "夹谷", "纳兰", "完颜", "耶律", "叶赫", "贺兰", "贺拔", "即墨", "哥舒", "斛律",
    "歐陽", "司馬", "諸葛", "長孫", "尉遲", "萬俟",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames() {
        let check = |name, surname| assert_eq!(split(name).0, surname, "{name}");
        check("张三", "张");
        check("张", "张");
        check("欧阳示例", "欧阳");
        check("欧阳示", "欧阳");
        check("欧阳", "欧");
        check("欧三", "欧");
        check("令狐示例", "令狐");
        check("示例·买买提", "");
        check("欧阳•示例", "");
        check("Zhang San", "");
        check("", "");
    }
}
