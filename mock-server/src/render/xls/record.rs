//! A record: type, length, data, all little-endian.

/// The most data bytes one record holds; what is longer goes on in `CONTINUE` records.
pub(super) const MAX_DATA: usize = 8_224;

/// Record types.
pub(super) mod kind {
    pub(in super::super) const EOF: u16 = 0x000A;
    pub(in super::super) const DATE_MODE: u16 = 0x0022;
    pub(in super::super) const FONT: u16 = 0x0031;
    pub(in super::super) const CONTINUE: u16 = 0x003C;
    pub(in super::super) const WINDOW1: u16 = 0x003D;
    pub(in super::super) const CODE_PAGE: u16 = 0x0042;
    pub(in super::super) const BOUND_SHEET: u16 = 0x0085;
    pub(in super::super) const XF: u16 = 0x00E0;
    pub(in super::super) const SHARED_STRINGS: u16 = 0x00FC;
    pub(in super::super) const LABEL: u16 = 0x00FD;
    pub(in super::super) const DIMENSIONS: u16 = 0x0200;
    pub(in super::super) const WINDOW2: u16 = 0x023E;
    pub(in super::super) const STYLE: u16 = 0x0293;
    pub(in super::super) const BOF: u16 = 0x0809;
}

/// Appends a record of a length known beforehand.
pub(super) fn push_record<const N: usize>(out: &mut Vec<u8>, kind: u16, data: &[u8; N]) {
    const { assert!(N <= MAX_DATA, "long records are made by `continued`") };
    out.extend_from_slice(&kind.to_le_bytes());
    out.extend_from_slice(&length_field(N));
    out.extend_from_slice(data);
}

/// The two bytes of a length; `length` is at most [`MAX_DATA`].
pub(super) fn length_field(length: usize) -> [u8; 2] {
    debug_assert!(length <= MAX_DATA);
    let [low, high, ..] = length.to_le_bytes();
    [low, high]
}
