//! Readings that differ from the first one of the `pinyin` crate: kept by hand, sorted by code point, one reading an entry.

/// Surnames. Where bearers differ, the reading of most: 覃 qín (tán in Hunan), 隗 wěi (kuí), 盖 gě (gài), 纪 jǐ (jì),
/// 郇 xún (huán), 牟 móu (mù): a person's `pinyin` field decides otherwise.
#[rustfmt::skip]
pub(super) static SURNAMES: &[(&str, &str)] = &[
    ("不", "fōu"), ("乐", "yuè"), ("乜", "niè"), ("仇", "qiú"), ("任", "rén"), ("会", "guì"), ("佴", "nài"),
    ("便", "pián"), ("区", "ōu"), ("區", "ōu"), ("华", "huà"), ("单", "shàn"), ("卜", "bǔ"), ("占", "zhān"),
    ("参", "shēn"), ("句", "gōu"), ("召", "shào"), ("员", "yùn"), ("哈", "hǎ"), ("員", "yùn"),
    ("單", "shàn"), ("少", "shào"), ("干", "gān"), ("折", "shé"), ("撒", "sǎ"), ("於", "yū"),
    ("曾", "zēng"), ("朴", "piáo"), ("查", "zhā"), ("校", "jiào"), ("樂", "yuè"), ("樸", "piáo"),
    ("洗", "xiǎn"), ("澹", "tán"), ("炅", "guì"), ("燕", "yān"), ("率", "shuài"), ("甯", "nìng"),
    ("畜", "xù"), ("番", "pān"), ("盖", "gě"), ("相", "xiàng"), ("祭", "zhài"), ("种", "chóng"),
    ("秘", "bì"), ("種", "chóng"), ("粘", "nián"), ("紀", "jǐ"), ("繁", "pó"), ("纪", "jǐ"), ("给", "jǐ"),
    ("缪", "miào"), ("翟", "zhái"), ("肖", "xiāo"), ("能", "nài"), ("舍", "shè"), ("華", "huà"),
    ("葛", "gě"), ("蓋", "gě"), ("蔚", "yù"), ("薄", "bó"), ("藏", "zāng"), ("覃", "qín"), ("观", "guàn"),
    ("解", "xiè"), ("贠", "yùn"), ("过", "guō"), ("适", "kuò"), ("那", "nā"), ("郇", "xún"), ("都", "dū"),
    ("重", "chóng"), ("长", "cháng"), ("阚", "kàn"), ("降", "xiáng"), ("隗", "wěi"), ("难", "nàn"),
];

/// Compound surnames that are not read as their characters are elsewhere.
#[rustfmt::skip]
pub(super) static COMPOUND_SURNAMES: &[(&str, &str)] = &[
    ("万俟", "mò qí"), ("乐正", "yuè zhèng"), ("令狐", "líng hú"), ("单于", "chán yú"), ("夹谷", "jiá gǔ"),
    ("宰父", "zǎi fǔ"), ("尉迟", "yù chí"), ("尉遲", "yù chí"), ("段干", "duàn gān"), ("澹台", "tán tái"),
    ("耶律", "yē lǜ"), ("萬俟", "mò qí"), ("长孙", "zhǎng sūn"),
];

/// Characters in given names: 长 cháng, 为 wéi, 少 shào.
#[rustfmt::skip]
pub(super) static GIVEN: &[(&str, &str)] = &[
    ("为", "wéi"), ("了", "liǎo"), ("仇", "qiú"), ("卜", "bǔ"), ("子", "zǐ"), ("少", "shào"),
    ("应", "yìng"), ("晟", "shèng"), ("曾", "zēng"), ("的", "dí"), ("翟", "zhái"), ("肖", "xiāo"),
    ("薄", "bó"), ("调", "tiáo"), ("都", "dū"), ("重", "chóng"), ("长", "cháng"), ("隽", "jùn"),
];

/// Characters in titles and names of units and places.
#[rustfmt::skip]
pub(super) static TEXT: &[(&str, &str)] = &[
    ("为", "wéi"), ("卜", "bǔ"), ("子", "zǐ"), ("尽", "jìn"), ("翟", "zhái"), ("肖", "xiāo"), ("薄", "bó"),
    ("都", "dū"), ("长", "cháng"), ("隽", "jùn"),
];

/// Words that are read as a whole, in names and elsewhere: place names first of all.
#[rustfmt::skip]
pub(super) static PHRASES: &[(&str, &str)] = &[
    ("丈量", "zhàng liáng"), ("上将", "shàng jiàng"), ("东阿", "dōng ē"), ("中奖", "zhòng jiǎng"),
    ("中将", "zhōng jiàng"), ("中意", "zhòng yì"), ("中暑", "zhòng shǔ"), ("中标", "zhòng biāo"),
    ("中毒", "zhòng dú"), ("中牟", "zhōng mù"), ("为了", "wèi le"), ("为人民", "wèi rén mín"),
    ("为什么", "wèi shén me"), ("为何", "wèi hé"), ("为党", "wèi dǎng"), ("为国", "wèi guó"),
    ("为民", "wèi mín"), ("为群众", "wèi qún zhòng"), ("主角", "zhǔ jué"), ("丽水", "lí shuǐ"),
    ("乐亭", "lào tíng"), ("乐清", "yuè qīng"), ("乐队", "yuè duì"), ("乐陵", "lào líng"),
    ("乡长", "xiāng zhǎng"), ("书记长", "shū jì zhǎng"), ("人参", "rén shēn"), ("什邡", "shí fāng"),
    ("今朝", "jīn zhāo"), ("任丘", "rén qiū"), ("任县", "rén xiàn"), ("任泽", "rén zé"),
    ("休假", "xiū jià"), ("会稽", "kuài jī"), ("会计", "kuài jì"), ("会长", "huì zhǎng"),
    ("传记", "zhuàn jì"), ("余干", "yú gān"), ("作坊", "zuō fang"), ("作揖", "zuō yī"), ("作曲", "zuò qǔ"),
    ("供应", "gōng yìng"), ("供给", "gōng jǐ"), ("便宜", "pián yi"), ("倒数", "dào shǔ"),
    ("借调", "jiè diào"), ("假期", "jià qī"), ("六合", "lù hé"), ("六安", "lù ān"), ("兴趣", "xìng qù"),
    ("养分", "yǎng fèn"), ("农行", "nóng háng"), ("几乎", "jī hū"), ("出差", "chū chāi"),
    ("击中", "jī zhòng"), ("分子", "fèn zǐ"), ("分行", "fēn háng"), ("分量", "fèn liàng"),
    ("刊载", "kān zǎi"), ("劲旅", "jìng lǚ"), ("勉强", "miǎn qiǎng"), ("包扎", "bāo zā"),
    ("区长", "qū zhǎng"), ("华县", "huà xiàn"), ("华山", "huà shān"), ("华州", "huà zhōu"),
    ("华阴", "huà yīn"), ("协调", "xié tiáo"), ("单县", "shàn xiàn"), ("南无", "nā mó"),
    ("厅长", "tīng zhǎng"), ("厦门", "xià mén"), ("县长", "xiàn zhǎng"), ("参差", "cēn cī"),
    ("反省", "fǎn xǐng"), ("发型", "fà xíng"), ("变更", "biàn gēng"), ("可汗", "kè hán"),
    ("台州", "tāi zhōu"), ("同行", "tóng háng"), ("吐蕃", "tǔ bō"), ("吴堡", "wú bǔ"),
    ("命中", "mìng zhòng"), ("和面", "huó miàn"), ("响应", "xiǎng yìng"), ("商量", "shāng liang"),
    ("喀什", "kā shí"), ("器乐", "qì yuè"), ("因为", "yīn wèi"), ("团长", "tuán zhǎng"),
    ("埋怨", "mán yuàn"), ("填空", "tián kòng"), ("增长", "zēng zhǎng"), ("声乐", "shēng yuè"),
    ("处于", "chǔ yú"), ("处分", "chǔ fèn"), ("处理", "chǔ lǐ"), ("处罚", "chǔ fá"), ("处置", "chǔ zhì"),
    ("处长", "chù zhǎng"), ("大埔", "dà bù"), ("大夫", "dài fu"), ("大将", "dà jiàng"),
    ("大月氏", "dà yuè zhī"), ("天台", "tiān tāi"), ("太行", "tài háng"), ("央行", "yāng háng"),
    ("头发", "tóu fà"), ("好奇", "hào qí"), ("好学", "hào xué"), ("宕昌", "tàn chāng"), ("宝坻", "bǎo dǐ"),
    ("宝藏", "bǎo zàng"), ("审校", "shěn jiào"), ("家长", "jiā zhǎng"), ("宿舍", "sù shè"),
    ("寒假", "hán jià"), ("对称", "duì chèn"), ("将领", "jiàng lǐng"), ("尉犁", "yù lí"),
    ("少儿", "shào ér"), ("少先队", "shào xiān duì"), ("少女", "shào nǚ"), ("少将", "shào jiàng"),
    ("少年", "shào nián"), ("少林", "shào lín"), ("少校", "shào xiào"), ("尽快", "jǐn kuài"),
    ("尽早", "jǐn zǎo"), ("尽管", "jǐn guǎn"), ("尽量", "jǐn liàng"), ("局长", "jú zhǎng"),
    ("州长", "zhōu zhǎng"), ("工行", "gōng háng"), ("差别", "chā bié"), ("差距", "chā jù"),
    ("市长", "shì zhǎng"), ("干事", "gàn shi"), ("干净", "gān jìng"), ("干旱", "gān hàn"),
    ("干涉", "gān shè"), ("干燥", "gān zào"), ("干预", "gān yù"), ("年少", "nián shào"),
    ("应县", "yìng xiàn"), ("应城", "yīng chéng"), ("应对", "yìng duì"), ("应当", "yīng dāng"),
    ("应急", "yìng jí"), ("应用", "yìng yòng"), ("应该", "yīng gāi"), ("度假", "dù jià"),
    ("开卷", "kāi juàn"), ("强劲", "qiáng jìng"), ("强调", "qiáng diào"), ("强迫", "qiǎng pò"),
    ("思量", "sī liang"), ("恰当", "qià dàng"), ("戏曲", "xì qǔ"), ("成分", "chéng fèn"),
    ("成长", "chéng zhǎng"), ("户长", "hù zhǎng"), ("所长", "suǒ zhǎng"), ("扁担", "biǎn dan"),
    ("扎实", "zhā shi"), ("执着", "zhí zhuó"), ("投奔", "tóu bèn"), ("投降", "tóu xiáng"),
    ("护士长", "hù shì zhǎng"), ("抽调", "chōu diào"), ("担子", "dàn zi"), ("拉纤", "lā qiàn"),
    ("挑战", "tiǎo zhàn"), ("挑起", "tiǎo qǐ"), ("排行", "pái háng"), ("支行", "zhī háng"),
    ("放假", "fàng jià"), ("教书", "jiāo shū"), ("教课", "jiāo kè"), ("数一数二", "shǔ yī shǔ èr"),
    ("暑假", "shǔ jià"), ("暖和", "nuǎn huo"), ("曲艺", "qǔ yì"), ("更换", "gēng huàn"),
    ("更改", "gēng gǎi"), ("更新", "gēng xīn"), ("更正", "gēng zhèng"), ("朝气", "zhāo qì"),
    ("朝阳", "zhāo yáng"), ("朝霞", "zhāo xiá"), ("朝鲜", "cháo xiǎn"), ("村长", "cūn zhǎng"),
    ("林长", "lín zhǎng"), ("枞阳", "zōng yáng"), ("柏林", "bó lín"), ("柴沟堡", "chái gōu bǔ"),
    ("栎阳", "yuè yáng"), ("校对", "jiào duì"), ("校样", "jiào yàng"), ("校舍", "xiào shè"),
    ("校长", "xiào zhǎng"), ("桦甸", "huà diàn"), ("检察长", "jiǎn chá zhǎng"), ("楼长", "lóu zhǎng"),
    ("模板", "mú bǎn"), ("模样", "mú yàng"), ("歌曲", "gē qǔ"), ("正月", "zhēng yuè"), ("水分", "shuǐ fèn"),
    ("沉着", "chén zhuó"), ("没收", "mò shōu"), ("河长", "hé zhǎng"), ("泌阳", "bì yáng"),
    ("洪洞", "hóng tóng"), ("测量", "cè liáng"), ("浒墅关", "xǔ shù guān"), ("浚县", "xùn xiàn"),
    ("照相", "zhào xiàng"), ("燕山", "yān shān"), ("燕郊", "yān jiāo"), ("爱好", "ài hào"),
    ("牟平", "mù píng"), ("犍为", "qián wéi"), ("献血", "xiàn xiě"), ("率先", "shuài xiān"),
    ("率领", "shuài lǐng"), ("班长", "bān zhǎng"), ("珲春", "hún chūn"), ("理发", "lǐ fà"),
    ("畜牧", "xù mù"), ("番禺", "pān yú"), ("症结", "zhēng jié"), ("登载", "dēng zǎi"), ("百色", "bó sè"),
    ("的士", "dí shì"), ("的话", "de huà"), ("监利", "jiàn lì"), ("监利县", "jiàn lì xiàn"),
    ("目的", "mù dì"), ("相机", "xiàng jī"), ("省亲", "xǐng qīn"), ("省长", "shěng zhǎng"),
    ("看中", "kàn zhòng"), ("看守", "kān shǒu"), ("看护", "kān hù"), ("着力", "zhuó lì"),
    ("着手", "zhuó shǒu"), ("着眼", "zhuó yǎn"), ("着重", "zhuó zhòng"), ("睡觉", "shuì jiào"),
    ("知识分子", "zhī shi fèn zǐ"), ("磨坊", "mò fáng"), ("社长", "shè zhǎng"), ("禁受", "jīn shòu"),
    ("种地", "zhòng dì"), ("种植", "zhòng zhí"), ("种田", "zhòng tián"), ("科长", "kē zhǎng"),
    ("秘书长", "mì shū zhǎng"), ("积极分子", "jī jí fèn zǐ"), ("称职", "chèn zhí"), ("空白", "kòng bái"),
    ("空缺", "kòng quē"), ("穿着", "chuān zhuó"), ("站长", "zhàn zhǎng"), ("答卷", "dá juàn"),
    ("筠连", "jūn lián"), ("繁峙", "fán shì"), ("组长", "zǔ zhǎng"), ("结实", "jiē shi"), ("给予", "jǐ yǔ"),
    ("给养", "jǐ yǎng"), ("缘分", "yuán fèn"), ("网格长", "wǎng gé zhǎng"), ("耕种", "gēng zhòng"),
    ("股长", "gǔ zhǎng"), ("自传", "zì zhuàn"), ("自更", "zì gēng"), ("若干", "ruò gān"),
    ("荥经", "yíng jīng"), ("莘庄", "xīn zhuāng"), ("葛洲坝", "gě zhōu bà"), ("董事长", "dǒng shì zhǎng"),
    ("蔚县", "yù xiàn"), ("藏区", "zàng qū"), ("藏文", "zàng wén"), ("藏族", "zàng zú"),
    ("藏语", "zàng yǔ"), ("蚌埠", "bèng bù"), ("蠡县", "lǐ xiàn"), ("行业", "háng yè"),
    ("行列", "háng liè"), ("行长", "háng zhǎng"), ("街长", "jiē zhǎng"), ("补给", "bǔ jǐ"),
    ("表率", "biǎo shuài"), ("西藏", "xī zàng"), ("觉得", "jué de"), ("角色", "jué sè"),
    ("解州", "xiè zhōu"), ("记载", "jì zǎi"), ("试卷", "shì juàn"), ("请假", "qǐng jià"),
    ("调动", "diào dòng"), ("调度", "diào dù"), ("调整", "tiáo zhěng"), ("调料", "tiáo liào"),
    ("调查", "diào chá"), ("调研", "diào yán"), ("调节", "tiáo jié"), ("调解", "tiáo jiě"),
    ("调配", "diào pèi"), ("转动", "zhuàn dòng"), ("转载", "zhuǎn zǎi"), ("连长", "lián zhǎng"),
    ("适应", "shì yìng"), ("适当", "shì dàng"), ("部分", "bù fen"), ("部长", "bù zhǎng"),
    ("都是", "dōu shì"), ("重复", "chóng fù"), ("重庆", "chóng qìng"), ("重建", "chóng jiàn"),
    ("重担", "zhòng dàn"), ("重新", "chóng xīn"), ("重阳", "chóng yáng"), ("铅山", "yán shān"),
    ("银行", "yín háng"), ("铺子", "pù zi"), ("镇长", "zhèn zhǎng"), ("长子", "zhǎng zǐ"),
    ("长子县", "zhǎng zǐ xiàn"), ("长老", "zhǎng lǎo"), ("长葛", "cháng gě"), ("问卷", "wèn juàn"),
    ("间接", "jiàn jiē"), ("间隔", "jiàn gé"), ("阆中", "làng zhōng"), ("队长", "duì zhǎng"),
    ("阿胶", "ē jiāo"), ("附和", "fù hè"), ("降服", "xiáng fú"), ("院长", "yuàn zhǎng"),
    ("露面", "lòu miàn"), ("青少年", "qīng shào nián"), ("音乐", "yīn yuè"), ("饼干", "bǐng gān"),
    ("馆长", "guǎn zhǎng"), ("首相", "shǒu xiàng"), ("首长", "shǒu zhǎng"), ("骨干分子", "gǔ gàn fèn zǐ"),
    ("高兴", "gāo xìng"), ("黄陂", "huáng pí"), ("龟兹", "qiū cí"),
];
