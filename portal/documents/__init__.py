"""Issued papers 文书: numbers 文号, rendering, signing, storage, verification 核验, revocation 撤销.

`actions.issue` is the only door to a PDF: it takes the next number of the authority's series and freezes the facts
in the caller's transaction; the paper is rendered from these facts after the commit and put in force 生效. What was
issued never changes: it is superseded 被替代 or revoked 已撤销. This room knows papers by kind, not what they are
about: the room that issues one registers with `standing` what has become of its subject.
Law: GB/T 9704-2012 (typography); 电子签名法 arts. 13, 14; 国务院令第716号 (electronic seals).
"""
