use super::*;

#[track_caller]
fn check(text: &str, expect: &[(Kind, &str)]) {
    let found = Scanner::default().scan(text);
    let found: Vec<(Kind, &str)> =
        found.iter().map(|finding| (finding.kind, &text[finding.range.clone()])).collect();
    assert_eq!(found, expect, "{text}");
}

#[test]
fn each_kind_as_it_is_written() {
    use Kind::*;
    // The examples of GB 11643-1999.
    check("11010519491231002X", &[(ResidentId, "11010519491231002X")]);
    check("号码440524188001010014。", &[(ResidentId, "440524188001010014")]);
    check("身份证440524 18800101 0014", &[(ResidentId, "440524 18800101 0014")]);
    check("身份证号110105491231002", &[(ResidentId, "110105491231002")]);
    check("+86 138-0013-8000", &[(Mobile, "86 138-0013-8000")]);
    check("（010）55550000", &[(Landline, "010）55550000")]);
    check("电话：5551234", &[(Landline, "5551234")]);
    check("卡号6222 0200 0000 0000 000", &[(BankCard, "6222 0200 0000 0000 000")]);
    check("信箱zhang.san@mail.example.cn。", &[(Email, "zhang.san@mail.example.cn")]);
    check("家住示例路1号示例小区2栋3单元401室", &[(HomeAddress, "示例路1号示例小区2栋3单元401室")]);
    check("示例村三组12号", &[(HomeAddress, "示例村三组12号")]);
    check("开着京A·12345去", &[(Plate, "京A·12345")]);
    check("京AD12345、川A1234警", &[(Plate, "京AD12345"), (Plate, "川A1234警")]);
    check("护照E12345678", &[(Passport, "E12345678")]);
    check("示例小学三年级学生王小明说", &[(Minor, "小学三年级学生王小明")]);
    check("村民王小明患有糖尿病", &[(Health, "王小明患有糖尿病")]);
    check("家住示例小区3号楼2单元401，", &[(HomeAddress, "示例小区3号楼2单元401")]);
    check("她身患肺癌", &[(Health, "她身患肺癌")]);
    check("妻子王小明，在外务工", &[(Family, "妻子王小明")]);
    check("30.123456,104.123456", &[(Position, "30.123456,104.123456")]);
    check("北纬30度12分5秒", &[(Position, "北纬30度12分5秒")]);
}

#[test]
fn what_only_looks_like_it() {
    for text in [
        "示委发〔2030〕15号，2030年9月9日，2020-2030",
        "统一社会信用代码91510100MA6CXXXX0Y",
        "投资13800138000元",
        "订单编号：6222020000000000000",
        "热线12345、12371，400-555-0000",
        "https://example.cn/13800138000.html",
        "138****8000，510***********0014",
        "示例路1号政务中心3楼305室",
        "示例小区3栋2单元的12户居民",
        "帮助患有糖尿病的群众",
        "示例小学教师王小明",
        "妻子常常念叨，儿子高兴地笑了",
        "王某某患有糖尿病",
        "东经104度，36.5°C，3.14159265",
        "乘G1234次列车沿G318国道",
        "logo@2x.png",
    ] {
        check(text, &[]);
    }
}
