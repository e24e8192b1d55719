"""Everything the program tells people about a problem: one Indonesian sentence or two for every code.

What happened, what it means for the data, what to do; at most two sentences of twenty words, no codes, no blame.
Keys are the codes of RuleViolation and Trouble as they are raised; for the exchange the family stands in front
("bundle.cut", "media.damaged", "card.bad_key", "words.count", "line.number"), and for what screens say without an
error the screens' own keys ("pagu.lebih").

In a text `{typed}` shows a fact; `{over:rp}` shows it as rupiah, `{count:n}` with points, `{day:day}` as a date,
`{area:area}` as people say it.
"""

import datetime
import re
from collections.abc import Mapping
from typing import NamedTuple

from desktop.domain.areas import parse_area
from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.money import format_number, format_rupiah
from desktop.domain.states import REJECTED_WAY_OUT


class Message(NamedTuple):
    """`text` needs its facts; `plain` is said when one is missing. `button`: the verb on the button, "" = none."""

    text: str
    plain: str = ""
    button: str = ""


FALLBACK = Message(
    "Ada yang tidak berhasil, dan penyebabnya belum dikenal. Coba sekali lagi; jika berulang, tunjukkan Rincian kepada "
    "pendamping."
)

_MONEY = {
    "money_unreadable": Message(
        "“{typed}” belum terbaca sebagai uang. Contoh: 1.000.000 atau 1,5 jt.",
        "Jumlah uang belum terbaca. Contoh: 1.000.000 atau 1,5 jt.",
    ),
    "money_ambiguous": Message(
        "“{typed}” bisa berarti {readings}. Tulis salah satunya.",
        "Jumlah uang ini bisa dibaca dua cara. Tulis tanpa titik dan koma.",
    ),
    "money_not_whole": Message(
        "“{typed}” memuat sen. Tulis rupiah penuh tanpa sen.",
        "Jumlah uang memuat sen. Tulis rupiah penuh tanpa sen.",
    ),
    "money_negative": Message("Jumlah uang tidak boleh kurang dari nol. Tulis tanpa tanda kurang."),
    "money_too_large": Message("Jumlah uang terlalu besar, paling banyak satu triliun rupiah. Periksa banyaknya nol."),
    "quantity_unreadable": Message(
        "“{typed}” belum terbaca sebagai volume. Contoh: 12 atau 12,5.",
        "Volume belum terbaca. Contoh: 12 atau 12,5.",
    ),
    "percent_unreadable": Message(
        "“{typed}” belum terbaca sebagai persen. Tulis 0 sampai 100, misalnya 30 atau 12,5.",
        "Persen belum terbaca. Tulis 0 sampai 100, misalnya 30 atau 12,5.",
    ),
    "quantity_ambiguous": Message(
        "“{typed}” bisa berarti {readings}. Tulis salah satunya.",
        "Volume ini bisa dibaca dua cara. Tulis misalnya 12500 atau 12,5.",
    ),
    "quantity_negative": Message("Volume tidak boleh kurang dari nol. Tulis tanpa tanda kurang."),
    "quantity_too_large": Message("Volume terlalu besar, paling banyak sembilan angka. Periksa banyaknya nol."),
    "quantity_decimals": Message("Volume paling banyak tiga angka di belakang koma. Bulatkan, misalnya 12,125."),
}

_DATES = {
    "date_unreadable": Message(
        "“{typed}” belum terbaca sebagai tanggal. Contoh: 28/2/2026 atau 28 Februari 2026.",
        "Tanggal belum terbaca. Contoh: 28/2/2026 atau 28 Februari 2026.",
    ),
    "date_not_existing": Message(
        "Tanggal “{typed}” tidak ada. Contoh: 28/2/2026 atau 28 Februari 2026.",
        "Tanggal ini tidak ada. Contoh: 28/2/2026 atau 28 Februari 2026.",
    ),
    "date_day_name": Message(
        "Nama hari dan tanggalnya tidak cocok. Yang cocok: {right}.",
        "Nama hari dan tanggalnya tidak cocok. Periksa hari atau tanggalnya.",
    ),
    "date_out_of_range": Message("Tahun pada tanggal ini di luar 1900 sampai 2100. Periksa tahunnya."),
}

_PEOPLE = {
    "nik_excel": Message(
        "NIK ini diubah Excel menjadi bilangan, sebagian angkanya hilang. Ketik 16 angkanya dari KTP."
    ),
    "nik_digits": Message("NIK hanya berisi angka. Hapus huruf, spasi, dan tanda lain."),
    "nik_length": Message("NIK harus 16 angka. Periksa lagi pada KTP."),
    "nik_region": Message("Dua angka pertama NIK bukan kode provinsi. Periksa lagi pada KTP."),
    "nik_birth_date": Message("Angka ke-7 sampai ke-12 NIK bukan tanggal lahir. Periksa lagi pada KTP."),
    "name_missing": Message("Nama belum diisi. Tulis namanya dahulu."),
    "unknown_position": Message("Jabatan ini tidak dikenal. Pilih jabatan dari daftar."),
    "term_before": Message(
        "{name} baru menjabat sejak {since:day}. Penggantinya tidak bisa mulai sebelum hari itu; periksa tanggalnya.",
        "Pengganti tidak bisa mulai sebelum pejabat lamanya. Periksa tanggal mulainya.",
    ),
    "nip_length": Message("NIP terdiri dari 18 angka. Periksa lagi, atau kosongkan."),
    "number_1_to_99": Message(
        "“{typed}” bukan nomor yang bisa dipakai di sini. Tulis angka 1 sampai 99.",
        "Nomor ini harus angka 1 sampai 99. Periksa isiannya.",
    ),
    "area_code": Message("Wilayah ini tidak dikenal. Pilih kelurahan dari daftar."),
    "year_range": Message(
        "Tahun anggaran harus antara {from} dan {to}. Periksa tahunnya.",
        "Tahun anggaran ini di luar yang didukung. Periksa tahunnya.",
    ),
}

_SHEETS = {
    "rules_unreadable": Message(
        "Berkas aturan tidak terbaca, jadi tidak dipakai. Minta berkas aturan yang utuh ke kelurahan."
    ),
    "rules_missing": Message(
        "Berkas aturan belum memuat “{key}”, jadi tidak dipakai. Lengkapi berkasnya, lalu ambil lagi.",
        "Berkas aturan belum lengkap, jadi tidak dipakai. Lengkapi berkasnya, lalu ambil lagi.",
    ),
    "rules_unknown_key": Message(
        "Berkas aturan memuat “{key}” yang tidak dikenal, jadi tidak dipakai. Betulkan tulisannya atau perbarui "
        "aplikasi.",
        "Berkas aturan memuat isian yang tidak dikenal, jadi tidak dipakai. Betulkan tulisannya atau perbarui "
        "aplikasi.",
    ),
    "rules_wrong_type": Message(
        "“{key}” pada berkas aturan harus berupa {expected}. Aturan tidak dipakai; betulkan berkasnya.",
        "Satu isian pada berkas aturan salah bentuknya. Aturan tidak dipakai; betulkan berkasnya.",
    ),
    "rules_bad_value": Message(
        "“{key}” pada berkas aturan berisi “{value}” yang tidak dikenal. Aturan tidak dipakai; betulkan berkasnya.",
        "Satu isian pada berkas aturan tidak dikenal. Aturan tidak dipakai; betulkan berkasnya.",
    ),
    "rules_percent": Message(
        "“{key}” pada berkas aturan harus persen 0 sampai 100, bukan “{value}”. Aturan tidak dipakai; betulkan "
        "berkasnya.",
        "Persen pada berkas aturan harus 0 sampai 100. Aturan tidak dipakai; betulkan berkasnya.",
    ),
    "rules_amount": Message(
        "“{key}” pada berkas aturan berisi jumlah yang tidak mungkin. Aturan tidak dipakai; betulkan berkasnya.",
        "Berkas aturan berisi jumlah yang tidak mungkin. Aturan tidak dipakai; betulkan berkasnya.",
    ),
    "rules_year": Message("Tahun pada berkas aturan tidak mungkin. Aturan tidak dipakai; betulkan berkasnya."),
    "rules_no_year": Message(
        "Belum ada aturan untuk tahun {year}. Minta berkas aturannya ke kelurahan.",
        "Belum ada aturan untuk tahun itu. Minta berkas aturannya ke kelurahan.",
    ),
    "rules_date": Message(
        "“{key}” pada berkas aturan bukan tanggal yang ada: {value}. Aturan tidak dipakai; betulkan berkasnya.",
        "Satu tanggal pada berkas aturan tidak ada. Aturan tidak dipakai; betulkan berkasnya.",
    ),
    "rules_min_above_max": Message(
        "Batas bawah “{key}” pada berkas aturan melebihi batas atasnya. Aturan tidak dipakai; betulkan berkasnya.",
        "Batas bawah pada berkas aturan melebihi batas atasnya. Aturan tidak dipakai; betulkan berkasnya.",
    ),
    "rules_empty_cap": Message(
        "“{key}” pada berkas aturan tidak memuat batas apa pun. Aturan tidak dipakai; isi batasnya.",
        "Satu bidang pada berkas aturan tidak memuat batas. Aturan tidak dipakai; isi batasnya.",
    ),
    "rules_twice": Message(
        "“{key}” disebut dua kali pada berkas aturan. Aturan tidak dipakai; hapus salah satu.",
        "Satu aturan disebut dua kali pada berkas. Aturan tidak dipakai; hapus salah satu.",
    ),
    "rules_row_unread": Message(
        "Baris {line} belum terbaca. Tulis bidangnya, titik dua, lalu nama kegiatan, misalnya “Kesehatan: posyandu”.",
        "Ada baris yang belum terbaca. Tulis bidangnya, titik dua, lalu nama kegiatan.",
    ),
    "rules_row_twice": Message(
        "Baris {line}: {name} sudah ada di aturan ini. Hapus barisnya, atau ganti namanya.",
        "Ada baris yang sudah ada di aturan ini. Hapus barisnya, atau ganti namanya.",
    ),
    "rules_scope": Message(
        "Pembagian bersama dan milik RT hanya untuk infrastruktur. Aturan tidak dipakai; betulkan berkasnya."
    ),
    "rules_too_long": Message(
        "Berkas aturan terlalu panjang, jadi tidak dipakai. Minta berkas aturan yang benar ke kelurahan."
    ),
}

_NUMBERS = {
    "number_template_unknown": Message(
        "Pola nomor memuat {name} yang tidak dikenal. Yang dikenal: {known}.",
        "Pola nomor memuat nama yang tidak dikenal. Pilih nama dari daftar di bawah isian.",
    ),
    "number_template_braces": Message(
        "Kurung kurawal pada “{typed}” tidak bisa dibaca. Contoh yang benar: {example}.",
        "Kurung kurawal pada pola nomor tidak bisa dibaca. Pilih nama dari daftar di bawah isian.",
    ),
    "number_template_no_counter": Message(
        "Pola nomor belum memuat nomor urut, jadi dua surat bisa bernomor sama. Tambahkan {example}.",
        "Pola nomor belum memuat nomor urut, jadi dua surat bisa bernomor sama. Tambahkan nomor urutnya.",
    ),
    "number_template_long": Message(
        "Pola nomor terlalu panjang. Tulis paling banyak {most} huruf.",
        "Pola nomor terlalu panjang. Tulis lebih pendek.",
    ),
}

_RECORDS = {
    "bad_field": Message(
        "Isian {noun} ini belum bisa disimpan. Periksa bagian yang ditandai.",
        "Isian ini belum bisa disimpan. Periksa bagian yang ditandai.",
    ),
    "record_too_large": Message(
        "{noun} ini terlalu panjang ({size} KB, paling banyak {most} KB) untuk dikirim. "
        "Kurangi barisnya atau singkat teksnya.",
        "Catatan ini terlalu panjang untuk dikirim. Kurangi barisnya atau singkat teksnya.",
    ),
    "unknown_type": Message(
        "Catatan ini dibuat dengan versi lebih baru, isinya tetap disimpan. Perbarui aplikasi untuk membukanya."
    ),
    "not_owner": Message(
        "Catatan ini milik meja lain, jadi hanya bisa dibaca. Sampaikan perubahannya kepada pemiliknya."
    ),
    "record_missing": Message("Catatan ini tidak ada lagi di komputer ini. Muat ulang daftarnya."),
    "locked": Message(
        "{noun} ini sudah diajukan dan terkunci. Buat perbaikan; naskah lama tetap tersimpan.",
        "Catatan ini sudah diajukan dan terkunci. Buat perbaikan; naskah lama tetap tersimpan.",
        "Buat perbaikan",
    ),
    "published_record": Message(
        "{noun} ini sudah dikirim, jadi tidak dapat dibuang. Tarik kembali dengan alasan.",
        "Catatan ini sudah dikirim, jadi tidak dapat dibuang. Tarik kembali dengan alasan.",
    ),
    "local_only": Message(
        "{noun} hanya tinggal di komputer ini dan tidak dikirim. Tidak ada yang perlu dilakukan.",
        "Catatan ini hanya tinggal di komputer ini dan tidak dikirim. Tidak ada yang perlu dilakukan.",
    ),
    "imported_record": Message(
        "{noun} ini diterima dari meja lain, jadi tidak dikirim ulang. Kirim milik Anda saja.",
        "Catatan ini diterima dari meja lain, jadi tidak dikirim ulang. Kirim milik Anda saja.",
    ),
    "in_conflict": Message(
        "{noun} ini punya dua versi yang berbeda. Pilih salah satu dahulu; versi lain tetap tersimpan.",
        "Catatan ini punya dua versi yang berbeda. Pilih salah satu dahulu; versi lain tetap tersimpan.",
        "Pilih versi",
    ),
}

_FORMS = {
    "form_blank": Message(
        "Formulir ini tidak mempunyai isian “{key}”. Periksa nama isiannya.",
        "Formulir ini tidak mempunyai isian tersebut. Periksa nama isiannya.",
    ),
    "form_number": Message(
        "{label} harus angka bulat, paling banyak {limit:n}. Periksa isiannya.",
        "Isian ini harus angka bulat. Periksa isiannya.",
    ),
    "form_choice": Message(
        "{label} harus salah satu pilihan yang tersedia. Pilih dari daftar.",
        "Isian ini harus salah satu pilihan yang tersedia. Pilih dari daftar.",
    ),
    "form_long": Message(
        "{label} terlalu panjang, paling banyak {limit:n} huruf. Ringkas isiannya.",
        "Isian ini terlalu panjang. Ringkas isiannya.",
    ),
    "form_rows": Message(
        "{label} paling banyak {limit:n} baris. Kurangi barisnya.",
        "Barisnya terlalu banyak. Kurangi barisnya.",
    ),
    "form_first": Message(
        "{title} membutuhkan catatan yang dibicarakannya. Pilih dahulu pada isian pertama.",
        "Dokumen ini membutuhkan catatan yang dibicarakannya. Pilih dahulu pada isian pertama.",
    ),
    "form_area": Message("RT yang menerima belum dipilih. Pilih dahulu dari daftar."),
}

_SUBMISSIONS = {
    "submission_rejected": Message(f"Kelurahan menolak yang diajukan, jadi isinya terkunci. {REJECTED_WAY_OUT}"),
    "nothing_to_submit": Message("Belum ada yang bisa diajukan. Pilih paling sedikit satu catatan yang siap."),
    "changed_since_check": Message(
        "Isi pengajuan berubah sesudah diperiksa, jadi belum diajukan. Periksa isinya sekali lagi, lalu ajukan."
    ),
    "already_decided": Message(
        "Pengajuan ini sudah diputuskan kelurahan, jadi tidak dapat ditarik. Ajukan perbaikan bila perlu."
    ),
    "submission_invalid": Message(
        "Pengajuan ini memuat catatan dari meja lain, jadi tidak dapat diputuskan. Minta pengirim mengajukan ulang."
    ),
    "submission_waiting": Message(
        "Pengajuan ini masih menunggu data yang belum datang. Minta pengirim mengirim bundel terbaru."
    ),
    "submission_withdrawn": Message("Pengajuan ini sudah ditarik pengirimnya. Tunggu pengajuan yang baru."),
    "submission_superseded": Message(
        "Pengajuan ini sudah diganti. Putuskan pengajuan ke-{attempt:n}; keputusan yang ada tidak berubah.",
        "Pengajuan ini sudah diganti. Putuskan pengajuan yang terbaru; keputusan yang ada tidak berubah.",
    ),
    "approval_in_use": Message(
        "Persetujuan ini tidak dapat diubah: {reason}. Keputusan yang ada tetap berlaku; perbaiki lewat adendum.",
        "Persetujuan ini sudah dipakai, jadi tidak dapat diubah. Perbaiki lewat adendum.",
    ),
    "item_not_in_submission": Message(
        "Catatan ini tidak termasuk dalam pengajuan. Muat ulang, lalu pilih dari daftarnya."
    ),
    "amount_without_approval": Message(
        "Jumlah hanya diisi bila usulan disetujui. Kosongkan jumlah atau pilih Disetujui."
    ),
    "amount_not_positive": Message("Jumlah yang disetujui harus lebih dari nol. Isi jumlahnya."),
    "amount_above_asked": Message(
        "Jumlah yang disetujui {amount:rp} melebihi usulan {asked:rp}. Isi paling banyak sebesar usulan.",
        "Jumlah yang disetujui melebihi usulan. Isi paling banyak sebesar usulan.",
    ),
    "reason_missing": Message("Alasan belum ditulis. Tulis alasannya agar pengirim tahu apa yang perlu diperbaiki."),
    "office_missing": Message("Nama OPD belum diisi. Isi OPD tempat kegiatan ini dianggarkan."),
    "own_device": Message("Komputer ini sendiri tidak dapat dicabut. Cabut dari komputer kelurahan yang lain."),
    "device_unknown": Message("Perangkat ini belum terdaftar, jadi tidak ada yang dicabut. Pilih dari daftar."),
    "nothing_fits": Message(
        "Tidak ada usulan yang menunggu di dalam pagu. Ubah urutannya, atau putuskan satu per satu."
    ),
    "title_missing": Message("Nama kegiatan gabungannya belum diisi. Tulis nama yang dipakai semua RT yang ikut."),
    "cannot_join": Message(
        "Belum dapat digabung: {reason}.",
        "Usulan ini belum dapat digabung. Periksa RT pelaksana dan bagian tiap RT.",
    ),
    "range_backwards": Message("Nomor RT terakhir lebih kecil dari yang pertama. Tulis dari nomor terkecil."),
    "ceiling_above_sheet": Message(
        "Pagu satu RT tahun {year} paling banyak {ceiling:rp}. Tulis jumlah yang tidak melebihi itu.",
        "Jumlah ini melebihi pagu satu RT menurut aturan tahun ini.",
    ),
    "not_rt": Message("Pagu hanya untuk RT di kelurahan ini. Pilih RT-nya dari papan."),
}

_TAXES = {
    "tax_no_advice": Message(
        "Tidak ada saran {tax} untuk kuitansi ini, jadi belum dicatat. Periksa apa yang dibeli dan penerimanya.",
        "Tidak ada saran pajak itu untuk kuitansi ini, jadi belum dicatat. Periksa apa yang dibeli dan penerimanya.",
    ),
    "tax_amount": Message(
        "Jumlah {tax} harus lebih dari nol dan tidak melebihi kuitansinya. Periksa angkanya.",
        "Jumlah pajak harus lebih dari nol dan tidak melebihi kuitansinya. Periksa angkanya.",
    ),
    "tax_reason_missing": Message("Alasan belum ditulis. Tulis mengapa pajak ini tidak dipungut."),
    "tax_line_missing": Message(
        "{tax} belum diterima pada kuitansi ini. Terima dahulu, lalu catat setorannya.",
        "Pajak ini belum diterima pada kuitansinya. Terima dahulu, lalu catat setorannya.",
    ),
}

_POKMAS = {
    "not_pokmas": Message(
        "{area:area} bukan Pokmas kelurahan ini, jadi paket belum dibuat. Pilih Pokmas dari daftar.",
        "Tujuan ini bukan Pokmas kelurahan ini, jadi paket belum dibuat. Pilih Pokmas dari daftar.",
    ),
    "nothing_chosen": Message("Belum ada kegiatan yang dipilih. Pilih paling sedikit satu kegiatan."),
    "not_approved": Message("Usulan ini belum disetujui, jadi belum bisa masuk paket. Putuskan usulannya dahulu."),
    "already_packaged": Message(
        "Usulan “{title}” sudah ada di paket lain. Pilih usulan lain.",
        "Usulan ini sudah ada di paket lain. Pilih usulan lain.",
    ),
    "total_not_positive": Message("Nilai kontrak harus lebih dari nol. Isi nilainya dahulu."),
    "package_used": Message(
        "Paket ini tidak bisa ditarik lagi: {reason}. Buat adendum kontrak bila perlu.",
        "Paket ini tidak bisa ditarik lagi. Buat adendum kontrak bila perlu.",
    ),
    "package_unfit": Message(
        "Paket ini belum bisa dipakai: {reason}. Susun paketnya lagi dari usulan yang disetujui.",
        "Paket ini belum bisa dipakai. Susun paketnya lagi dari usulan yang disetujui.",
    ),
    "package_withdrawn": Message(
        "Paket RAB ini sudah ditarik, jadi RAB-nya tidak bisa disetujui. Kembalikan atau tolak dengan alasan."
    ),
    "months_unknown": Message("Isi awal dan akhir masa kontrak dahulu, paling lama 24 bulan."),
    "shares_not_100": Message("Jumlah bagian tahap harus tepat 100 persen. Periksa persen tiap tahap."),
    "demo_blocked": Message(
        "Tahun contoh berhenti karena ada yang belum lengkap. Tunjukkan Rincian kepada pendamping."
    ),
    "contract_unfit": Message(
        "Kontrak ini belum bisa diterbitkan: {reason}.",
        "Kontrak ini belum bisa diterbitkan. Periksa tanggal, tahap, dan nilainya.",
    ),
    "tranche_unknown": Message("Tahap ini tidak ada di kontrak. Pilih tahap dari daftarnya."),
    "tranche_blocked": Message(
        "Tahap {number:n} belum bisa dicairkan: {reason}.",
        "Tahap ini belum bisa dicairkan. Lihat syarat yang belum terpenuhi.",
    ),
    "tranche_above_plan": Message(
        "Dana {amount:rp} melebihi rencana tahap {number:n}, yaitu {planned:rp}. Periksa angkanya.",
        "Dana ini melebihi rencana tahapnya. Periksa angkanya.",
    ),
    "contract_not_out": Message("Kontrak ini belum dikirim ke Pokmas. Terbitkan kontraknya dahulu."),
    "tranche_paid": Message(
        "Tahap {number:n} sudah dicairkan {sent:rp} dari {planned:rp}, jadi tidak dicatat lagi. "
        "Periksa dahulu; tidak ada yang berubah.",
        "Tahap ini sudah dicairkan, jadi tidak dicatat lagi. Periksa dahulu; tidak ada yang berubah.",
    ),
    "money_zero": Message("Jumlah uang harus lebih dari nol. Isi jumlahnya."),
    "money_first": Message("Belum ada dana masuk yang dicatat. Catat dana masuknya dahulu di Pencairan."),
    "percent_range": Message("Kemajuan harus antara 0 dan 100 persen. Periksa angkanya."),
    "receipt_corrected": Message(
        "Kuitansi ini sudah dibetulkan, jadi tidak diubah langsung. Buat pembetulan lagi; naskah lama tetap tersimpan.",
        button="Buat pembetulan",
    ),
    "wages_empty": Message("Belum ada upah yang dapat dibayar. Tandai hari kerja dan isi upah sehari tiap pekerja."),
    "wages_no_rab": Message(
        "Kegiatan ini belum punya RAB dengan item upah. Pilih kegiatan lain atau lengkapi RAB-nya."
    ),
    "wages_period": Message("Satu daftar upah paling lama 31 hari, dan akhirnya tidak sebelum awalnya."),
    "correct_directly": Message("Kuitansi ini belum diajukan, jadi tidak perlu pembetulan. Ubah langsung isinya."),
    "nothing_changed": Message("Isinya sama dengan yang berlaku sekarang. Ubah dahulu yang keliru."),
    "spj_incomplete": Message(
        "SPJ belum lengkap, kurang {count:n} hal. Yang pertama {first}.",
        "SPJ belum lengkap, jadi belum bisa dicetak resmi. Lihat daftar yang kurang.",
        "Lihat yang kurang",
    ),
    "amount_fixed": Message(
        "{noun} disetujui apa adanya, jumlahnya tidak diubah di sini. Kembalikan dengan alasan bila perlu diperbaiki.",
        "Ini disetujui apa adanya, jumlahnya tidak diubah di sini. Kembalikan dengan alasan bila perlu diperbaiki.",
    ),
    "rab_above_approved": Message(
        "RAB ini {total:rp}, padahal yang disetujui {allowed:rp}. Kembalikan dengan alasan.",
        "RAB ini melebihi yang disetujui. Kembalikan dengan alasan.",
    ),
    "money_rules_broken": Message(
        "SPJ ini belum bisa disetujui: {reason}.",
        "SPJ ini belum bisa disetujui karena hitungannya belum benar. Kembalikan dengan alasan.",
    ),
}

_PAPERS = {
    "unknown_paper": Message("Jenis kertas ini tidak dikenal. Pilih dari daftar cetak."),
    "paper_size": Message(
        "Ukuran kertas ini tidak tersedia. Pilih salah satu: {sizes}.",
        "Ukuran kertas ini tidak tersedia. Pilih F4, A4, Folio 216, atau Legal.",
    ),
    "paper_other_record": Message(
        "{title} tidak dicetak dari catatan ini. Buka catatan yang sesuai, lalu cetak lagi.",
        "Kertas ini tidak dicetak dari catatan ini. Buka catatan yang sesuai, lalu cetak lagi.",
    ),
    "paper_no_sheet": Message(
        "{title} hanya ada sebagai PDF, tidak sebagai Excel. Simpan sebagai PDF.",
        "Kertas ini hanya ada sebagai PDF, tidak sebagai Excel. Simpan sebagai PDF.",
    ),
    "nothing_decided": Message("Belum ada keputusan yang bisa dicetak. Putuskan dahulu, lalu cetak."),
    "nothing_to_recap": Message(
        "Belum ada usulan tahun {year} untuk direkap. Terima atau putuskan usulan dahulu.",
        "Belum ada usulan untuk direkap. Terima atau putuskan usulan dahulu.",
    ),
    "letter_not_needed": Message(
        "Surat pernyataan {letter} tidak diperlukan saat ini. Usulan sudah sesuai aturan.",
        "Surat pernyataan tidak diperlukan saat ini. Usulan sudah sesuai aturan.",
    ),
    "needs_submission": Message(
        "{noun} dikirim bersama pengajuan, tidak sendiri. Siapkan, lalu pilih Ajukan.",
        "Catatan ini dikirim bersama pengajuan, tidak sendiri. Siapkan, lalu pilih Ajukan.",
    ),
}

_WORKBOOKS = {
    "workbook_in_use": Message(
        "Berkas sedang dibuka di Excel. Tutup dahulu di Excel, lalu coba lagi.", button="Coba lagi"
    ),
    "workbook_empty": Message("Berkas ini kosong, jadi tidak ada yang diambil. Pilih berkas lain."),
    "workbook_locked": Message("Berkas Excel ini terkunci kata sandi. Simpan dahulu tanpa kata sandi, lalu coba lagi."),
    "workbook_old": Message("Berkas Excel ini berbentuk lama (.xls). Simpan dahulu sebagai .xlsx, lalu coba lagi."),
    "workbook_other": Message("Ini bukan berkas Excel, jadi tidak ada yang diambil. Pilih berkas .xlsx."),
    "workbook_too_big": Message("Isinya terlalu banyak untuk diambil sekaligus. Bagi menjadi beberapa berkas."),
    "workbook_damaged": Message("Berkas Excel ini rusak, jadi tidak ada yang diambil. Buka dan simpan ulang di Excel."),
}

_FOLDER = {
    "write_failed": Message(
        "Belum tersimpan karena disk penuh atau tidak dapat ditulis. Jangan tutup aplikasi; kosongkan ruang, "
        "lalu simpan lagi.",
        button="Simpan lagi",
    ),
    "folder_gone": Message(
        "Folder data tidak ditemukan; mungkin USB dicabut atau foldernya dipindah. Jangan tutup aplikasi; kembalikan "
        "foldernya, lalu simpan lagi.",
        button="Simpan lagi",
    ),
    "read_failed": Message(
        "Data tidak dapat dibaca dari disk saat ini; yang sudah tersimpan tidak berubah. Periksa kabel atau disk, "
        "lalu coba lagi."
    ),
    "file_missing": Message(
        "Lampiran ini tidak ada di komputer ini. Minta pengirim mengirim ulang, atau pulihkan dari cadangan."
    ),
    "file_damaged": Message(
        "Lampiran ini rusak dan tidak dibuka. Minta pengirim mengirim ulang, atau pulihkan dari cadangan."
    ),
    "database_empty": Message(
        "Berkas data kosong, jadi tidak dibuka agar tidak tertimpa. Pulihkan dari cadangan terakhir.", button="Pulihkan"
    ),
    "database_damaged": Message(
        "Berkas data rusak, jadi tidak dibuka agar tidak bertambah rusak. Pulihkan dari cadangan terakhir.",
        button="Pulihkan",
    ),
    "database_newer": Message(
        "Data ini dibuat dengan versi lebih baru dan tidak diubah. Perbarui aplikasi, lalu buka lagi."
    ),
    "desk_read_only": Message(
        "Data ini dibuat dengan versi lebih baru, jadi hanya dapat dibaca dan dicetak. Perbarui aplikasi untuk "
        "mengubahnya."
    ),
    "migration_failed": Message(
        "Data belum dapat disesuaikan dengan versi ini; data lama tetap utuh. Pakai versi sebelumnya dan hubungi "
        "pendamping."
    ),
    "folder_synced": Message(
        "Folder data ini ikut disamakan dengan komputer lain ({program}), sehingga datanya bisa rusak. Pindahkan "
        "dahulu ke komputer ini.",
        "Folder data ini ikut disamakan dengan komputer lain, sehingga datanya bisa rusak. Pindahkan dahulu ke "
        "komputer ini.",
    ),
    "folder_in_use": Message("Data ini sedang dibuka di jendela lain. Tutup jendela itu, lalu coba lagi."),
    "folder_not_writable": Message(
        "Folder ini tidak dapat ditulis, jadi belum ada yang tersimpan di sana. Pilih folder lain."
    ),
    "folder_not_empty": Message("Folder ini sudah berisi berkas lain, jadi tidak dipakai. Pilih folder kosong."),
    "desk_exists": Message(
        "Di folder ini sudah ada data Rembug dan tidak diubah. Buka data itu, atau pilih folder lain."
    ),
    "target_missing": Message(
        "Folder “{place}” tidak ada, jadi tidak ada yang ditulis. Colokkan USB-nya, atau tulis folder lain.",
        "Folder tujuan tidak ada, jadi tidak ada yang ditulis. Colokkan USB-nya, atau tulis folder lain.",
    ),
    "place_unusable": Message(
        "Tempat ini tidak dapat dipakai untuk membaca atau menulis. Data lain tidak berubah; pilih tempat lain."
    ),
    "desk_name": Message(
        "Nama ini tidak dapat dipakai. Tulis paling banyak {most:n} huruf biasa.",
        "Nama ini terlalu panjang atau berisi huruf yang tidak dikenal. Tulis lebih pendek dengan huruf biasa.",
    ),
    "desk_known": Message(
        "Di komputer ini sudah ada meja {area:area}. Buka meja itu, atau pilih wilayah lain.",
        "Di komputer ini sudah ada meja untuk wilayah itu. Buka meja itu, atau pilih wilayah lain.",
        "Buka meja",
    ),
    "desk_missing": Message("Di folder ini belum ada data Rembug. Pilih folder lain, atau mulai dari Persiapan Awal."),
    "device_renewed": Message(
        "Kunci komputer ini hilang atau rusak, data tetap utuh. Daftarkan komputer ini lagi ke kelurahan."
    ),
    "device_restored": Message(
        "Data sudah dipulihkan dan komputer ini menjadi perangkat baru. Daftarkan lagi ke kelurahan sebelum mengirim."
    ),
    "device_copied": Message(
        "Data ini salinan dari folder lain yang masih ada. Daftarkan salinan ini ke kelurahan sebagai perangkat baru."
    ),
}

_BACKUPS = {
    "backup_inside": Message(
        "Folder ini berada di dalam folder data, jadi ikut hilang bila disk rusak. Pilih USB atau folder lain."
    ),
    "backup_place_missing": Message(
        "Tempat cadangan “{place}” tidak ditemukan, jadi cadangan belum dibuat. Colokkan USB itu, atau pilih lain.",
        "Tempat cadangan tidak ditemukan, jadi cadangan belum dibuat. Colokkan USB-nya, atau pilih tempat lain.",
        "Coba lagi",
    ),
    "backup_read_only": Message(
        "“{place}” tidak dapat ditulis, jadi cadangan belum dibuat. Buka kunci USB itu, atau pilih tempat lain.",
        "Tempat ini tidak dapat ditulis, jadi cadangan belum dibuat. Buka kunci USB itu, atau pilih tempat lain.",
        "Coba lagi",
    ),
    "backup_no_room": Message(
        "“{place}” penuh: perlu {needed:n} MB, tersisa {free:n} MB. Cadangan lama tetap utuh; pilih tempat lain.",
        "Tempat cadangan penuh, jadi cadangan baru belum dibuat. Cadangan lama tetap utuh; pilih tempat lain.",
        "Pilih tempat lain",
    ),
    "backup_gone": Message(
        "“{place}” hilang sebelum cadangan selesai; data di komputer ini aman. Colokkan lagi, lalu ulangi.",
        "Tempat cadangan hilang sebelum selesai; data di komputer ini aman. Colokkan lagi, lalu ulangi.",
        "Ulangi",
    ),
    "backup_damaged": Message(
        "Cadangan ini rusak atau terpotong, jadi tidak dipakai; data di sini tidak berubah. Pilih cadangan lain."
    ),
    "backup_newer": Message(
        "Cadangan ini dibuat dengan versi lebih baru; data di komputer ini tidak berubah. Perbarui aplikasi dahulu."
    ),
    "backup_locked": Message(
        "Cadangan ini terkunci untuk komputer lain. Minta kelurahan membukakannya, lalu pulihkan dari salinannya."
    ),
    "backup_other_desk": Message(
        "Cadangan ini milik {area:area}, bukan meja ini; data di sini tidak berubah. Buka meja yang sesuai dahulu.",
        "Cadangan ini milik meja lain; data di sini tidak berubah. Buka meja yang sesuai dahulu.",
    ),
    "not_backup": Message("Ini bukan berkas cadangan Rembug. Pilih berkas yang namanya berakhir dengan .cadangan."),
    "nothing_to_rescue": Message(
        "Belum ada yang dapat dibaca dari berkas data ini. Pilih cadangan dari USB, atau tunjukkan kepada pendamping."
    ),
}

_BUNDLES = {
    "bundle.empty": Message("Berkas ini kosong, jadi tidak ada yang diambil. Minta pengirim mengirim ulang."),
    "bundle.not_bundle": Message(
        "Ini bukan berkas bundel, jadi tidak ada yang diambil. Minta pengirim mengirim ulang sebagai dokumen."
    ),
    "bundle.cut": Message(
        "Berkas bundel terpotong atau rusak; data di komputer ini tidak berubah. Salin atau unduh ulang."
    ),
    "bundle.bad_header": Message(
        "Kunci pada bundel ini tidak dikenal, jadi tidak dibuka. Minta pengirim membuat bundel baru."
    ),
    "bundle.not_for_us": Message(
        "Bundel ini dibuat untuk penerima lain; tidak dapat dibuka di sini. Tanyakan kepada pengirim tujuannya."
    ),
    "bundle.other_area": Message(
        "Bundel ini untuk {area:area}, jadi tidak ada yang diambil. Minta pengirim membuat bundel untuk meja ini.",
        "Bundel ini untuk wilayah lain, jadi tidak ada yang diambil. Minta pengirim membuat bundel untuk meja ini.",
    ),
    "bundle.bad_zip": Message(
        "Susunan isi bundel ini tidak wajar, jadi ditolak seluruhnya. Minta pengirim membuat bundel baru."
    ),
    "bundle.too_big": Message(
        "Bundel ini melebihi batas ukuran, jadi tidak diambil. Minta pengirim memilih ukuran Ringan."
    ),
    "bundle.bad_manifest": Message(
        "Daftar isi bundel ini salah, jadi ditolak seluruhnya. Minta pengirim membuat bundel baru."
    ),
    "bundle.bad_card": Message(
        "Kartu pengirim di dalam bundel ini salah, jadi ditolak. Minta pengirim membuat bundel baru."
    ),
    "bundle.bad_signature": Message(
        "Tanda tangan pengirim pada bundel ini tidak cocok, jadi ditolak. Minta pengirim membuat bundel baru."
    ),
    "bundle.member_mismatch": Message(
        "Isi bundel tidak cocok dengan daftarnya; data di komputer ini tidak berubah. Minta kirim ulang."
    ),
    "bundle.bad_line": Message(
        "Baris {line} di dalam bundel rusak, jadi bundel ditolak seluruhnya. Minta pengirim membuat bundel baru.",
        "Ada baris rusak di dalam bundel, jadi ditolak seluruhnya. Minta pengirim membuat bundel baru.",
    ),
    "bundle.bad_stream": Message(
        "Urutan catatan di dalam bundel tidak bersambung, jadi ditolak. Minta pengirim membuat bundel baru."
    ),
    "bundle.bad_head": Message(
        "Catatan di dalam bundel tidak ditandatangani penulisnya, jadi ditolak. Minta pengirim membuat bundel baru."
    ),
    "bundle.bad_attachment": Message(
        "Satu lampiran di dalam bundel rusak atau tidak wajar, jadi ditolak. Minta pengirim mengganti lampiran itu."
    ),
    "bundle.bad_schema": Message(
        "Satu {noun} di dalam bundel berisi isian yang tidak mungkin, jadi ditolak. Minta pengirim membetulkannya.",
        "Satu catatan di dalam bundel berisi isian yang tidak mungkin, jadi ditolak. Minta pengirim membetulkannya.",
    ),
    "bundle.not_owner": Message(
        "Perangkat {author:area} tidak berhak mengubah data {area:area}. Bundel ditolak; hubungi pengirimnya.",
        "Pengirim bundel ini tidak berhak mengubah data di dalamnya. Bundel ditolak; hubungi pengirimnya.",
    ),
    "bundle.unknown_sender": Message(
        "Pengirim dari {area:area} belum terdaftar; bundel disimpan dahulu. Daftarkan perangkatnya, lalu coba lagi.",
        "Pengirim belum terdaftar; bundel disimpan dahulu. Daftarkan perangkatnya, lalu coba lagi.",
        "Daftarkan perangkat",
    ),
    "bundle.sender_revoked": Message(
        "Perangkat pengirim dari {area:area} sudah dicabut, jadi bundel ditahan. Tanyakan langsung kepada pengirimnya.",
        "Perangkat pengirim sudah dicabut, jadi bundel ditahan. Tanyakan langsung kepada pengirimnya.",
    ),
    "bundle.unknown_author": Message(
        "Bundel memuat catatan dari perangkat yang belum terdaftar; bundel disimpan dahulu. Daftarkan perangkat itu."
    ),
    "bundle.false_office": Message(
        "Bundel ini bukan dari kelurahan yang Anda percaya, jadi ditolak. Hubungi kelurahan sebelum meneruskan."
    ),
    "bundle.earlier_missing": Message(
        "Bundel ini menunggu bundel sebelumnya yang belum datang. Minta pengirim mengirim bundel terbaru."
    ),
    "bundle.newer_format": Message(
        "Bundel ini dibuat dengan versi lebih baru dan disimpan dahulu. Perbarui aplikasi untuk membuka bundel ini.",
        button="Cara memperbarui",
    ),
    "bundle.newer_requires": Message(
        "Bundel ini dibuat dengan versi lebih baru dan disimpan dahulu. Perbarui aplikasi untuk membuka bundel ini.",
        button="Cara memperbarui",
    ),
}

_EXCHANGE = {
    "file_unreadable": Message(
        "Berkas “{name}” tidak dapat dibaca, jadi tidak ada yang diambil. Periksa USB atau foldernya, lalu coba lagi.",
        "Berkas ini tidak dapat dibaca, jadi tidak ada yang diambil. Periksa USB atau foldernya, lalu coba lagi.",
        "Coba lagi",
    ),
    "not_partner": Message("Meja ini tidak bertukar data dengan tujuan itu. Pilih tujuan dari daftar."),
    "not_enrolled": Message(
        "Kelurahan belum dikenalkan pada komputer ini. Baca kartu kelurahan dahulu, lalu coba lagi.",
        button="Baca kartu",
    ),
    "no_devices": Message(
        "Belum ada perangkat {area:area} yang terdaftar. Daftarkan perangkatnya dahulu, lalu kirim.",
        "Belum ada perangkat yang terdaftar di tujuan itu. Daftarkan perangkatnya dahulu, lalu kirim.",
    ),
    "self_check_failed": Message(
        "Bundel yang dibuat tidak lolos pemeriksaan sendiri, jadi tidak dikirim. Data aman; tunjukkan Rincian kepada "
        "pendamping."
    ),
    "copy_differs": Message(
        "Salinan di tujuan berbeda dari aslinya, mungkin USB rusak. Data Anda aman; ulangi dengan USB lain.",
        button="Ulangi",
    ),
    "office_founded": Message("Kelurahan ini sudah punya kunci induk. Pakai lembar pemulihan bila komputer berganti."),
    "office_unfounded": Message("Kunci induk kelurahan belum dibuat. Buat dahulu dan cetak lembar pemulihannya."),
    "sheet_words": Message(
        "Kata-kata lembar pemulihan belum cocok. Periksa jumlah, urutan, dan ejaannya.",
    ),
    "sheet_unreadable": Message("Kode lembar pemulihan tidak terbaca. Foto ulang kodenya, atau ketik kata-katanya."),
    "card_unreadable": Message("Kartu perangkat ini tidak terbaca, jadi tidak dipakai. Minta kartu yang baru."),
    "card_not_office": Message("Ini bukan kartu kelurahan. Minta kartu kelurahan kepada petugas."),
    "card_is_office": Message("Ini kartu kelurahan, bukan kartu perangkat RT atau Pokmas. Minta kartu yang benar."),
    "card_other_office": Message("Kartu ini dari kelurahan lain, jadi tidak dipakai. Minta kartu yang benar."),
    "fingerprint_incomplete": Message("Angka pembanding belum lengkap. Ketik semua kelompok angka yang diminta."),
    "fingerprint_wrong": Message(
        "Angka pembanding tidak cocok, jadi kartu belum dipercaya. Periksa angkanya; jika tetap beda, hubungi "
        "pemiliknya."
    ),
    "other_root": Message(
        "Kunci induk kelurahan berbeda dari yang dikenal sebelumnya. Tanyakan langsung ke kelurahan sebelum meneruskan."
    ),
    "device_revoked": Message(
        "Perangkat ini sudah dicabut dan tidak dapat didaftarkan lagi. Minta kartu baru dari perangkatnya."
    ),
    "device_approved": Message("Perangkat ini sudah terdaftar. Tidak ada yang perlu dilakukan."),
}

_WAYS = {
    "way_unreachable": Message(
        "Server “{host}” tidak dapat dihubungi. Kiriman tetap tersimpan dan dicoba lagi saat internet tersambung.",
        "Server tidak dapat dihubungi. Kiriman tetap tersimpan dan dicoba lagi saat internet tersambung.",
    ),
    "way_cut": Message(
        "Sambungan terputus di tengah kiriman. Yang sudah sampai tidak dikirim lagi; sisanya dilanjutkan sendiri."
    ),
    "way_slow": Message(
        "Sambungan terlalu lambat, jadi dihentikan dahulu. Yang sudah sampai tidak dikirim lagi; dicoba lagi nanti."
    ),
    "way_tls": Message(
        "Sertifikat server “{host}” tidak dapat dipercaya, jadi tidak ada yang dikirim. Periksa tanggal komputer dan "
        "alamatnya, atau tanyakan pengelola server.",
        "Sertifikat server tidak dapat dipercaya, jadi tidak ada yang dikirim. Periksa tanggal komputer dan alamatnya, "
        "atau tanyakan pengelola server.",
        "Atur",
    ),
    "way_proxy": Message(
        "Proxy “{proxy}” di komputer ini tidak dapat dihubungi. Kiriman tetap tersimpan; periksa pengaturan jaringan.",
        "Proxy jaringan tidak dapat dihubungi. Kiriman tetap tersimpan; periksa pengaturan jaringan.",
    ),
    "way_proxy_login": Message(
        "Proxy “{proxy}” minta nama dan kata sandi. Kiriman tetap tersimpan; mintalah kepada pengelola jaringan.",
        "Proxy jaringan minta nama dan kata sandi. Kiriman tetap tersimpan; mintalah kepada pengelola jaringan.",
    ),
    "way_proxy_refused": Message(
        "Proxy “{proxy}” melarang sambungan ke “{host}”. Kiriman tetap tersimpan; tanyakan pengelola jaringan.",
        "Proxy jaringan melarang sambungan ke server. Kiriman tetap tersimpan; tanyakan pengelola jaringan.",
    ),
    "way_login": Message(
        "Server menolak nama pengguna atau kata sandinya. Kiriman tetap tersimpan; periksa keduanya di pengaturan.",
        button="Atur",
    ),
    "way_password": Message("Kata sandi server belum diketahui di komputer ini. Ketik kata sandinya.", button="Atur"),
    "way_refused": Message(
        "Server tidak mengizinkan pengguna ini menulis di sana. Kiriman tetap tersimpan; tanyakan pengelola server.",
        button="Atur",
    ),
    "way_missing": Message(
        "Folder di alamat itu tidak ada di server. Periksa alamatnya, atau minta pengelola server membuat foldernya.",
        button="Atur",
    ),
    "way_conflict": Message(
        "Server belum dapat menaruh kiriman di foldernya. Kiriman tetap tersimpan dan dicoba lagi nanti."
    ),
    "way_too_big": Message(
        "Server tidak menerima berkas sebesar satu bagian (256 KB). Minta pengelola server menaikkan batasnya."
    ),
    "way_locked": Message("Folder di server sedang dikunci orang lain. Kiriman tetap tersimpan dan dicoba lagi nanti."),
    "way_busy": Message("Server sedang sibuk dan minta ditunggu. Kiriman tetap tersimpan dan dicoba lagi sendiri."),
    "way_server": Message(
        "Server sedang bermasalah. Kiriman tetap tersimpan dan dicoba lagi nanti; tidak perlu berbuat apa-apa."
    ),
    "way_full": Message(
        "Ruang di server habis. Kiriman tetap tersimpan; minta pengelola server mengosongkan ruang, lalu coba lagi."
    ),
    "way_redirected": Message(
        "Sambungan dialihkan ke halaman lain, biasanya karena Wi-Fi minta masuk dahulu. Buka peramban, masuk, lalu "
        "coba lagi."
    ),
    "way_not_dav": Message(
        "Jawabannya halaman web, bukan server berkas: alamatnya keliru atau Wi-Fi minta masuk dahulu. Kiriman tetap "
        "tersimpan.",
        button="Atur",
    ),
    "way_odd": Message("Jawaban server tidak dikenal. Kiriman tetap tersimpan; tunjukkan Rincian kepada pendamping."),
    "way_too_much": Message(
        "Jawaban server jauh terlalu panjang, jadi tidak dibaca. Periksa alamat server di pengaturan.", button="Atur"
    ),
    "way_lost": Message("Server tidak menyimpan semua yang diterimanya. Bagian yang hilang dikirim lagi sendiri."),
    "way_damaged": Message(
        "Kiriman di server rusak atau belum lengkap, jadi tidak diambil. Bagian yang rusak diminta lagi dari pengirim."
    ),
    "way_gone": Message("Kiriman itu sudah tidak ada di tempatnya. Tidak ada yang berubah di sini."),
    "way_folder_missing": Message(
        "Folder kiriman “{place}” tidak ditemukan. Colokkan USB-nya, atau pilih folder lain.",
        "Folder kiriman tidak ditemukan. Colokkan USB-nya, atau pilih folder lain.",
        "Atur",
    ),
    "way_folder_full": Message(
        "Ruang di folder kiriman “{place}” habis. Kiriman tetap tersimpan di sini; kosongkan ruang, lalu coba lagi.",
        "Ruang di folder kiriman habis. Kiriman tetap tersimpan di sini; kosongkan ruang, lalu coba lagi.",
    ),
    "way_folder_refused": Message(
        "Folder kiriman “{place}” tidak dapat ditulis. Periksa apakah USB terkunci, atau pilih folder lain.",
        "Folder kiriman tidak dapat ditulis. Periksa apakah USB terkunci, atau pilih folder lain.",
        "Atur",
    ),
    "way_copy_differs": Message(
        "Salinan di “{place}” berbeda dari aslinya, jadi dihapus. Ganti USB atau foldernya, lalu coba lagi.",
        "Salinan di tujuan berbeda dari aslinya, jadi dihapus. Ganti USB atau foldernya, lalu coba lagi.",
    ),
    "way_none": Message("Cara kirim otomatis belum diatur. Pilih folder bersama atau server dahulu.", button="Atur"),
    "way_address": Message("Alamat server belum benar. Contohnya https://awan.contoh.id/remote.php/dav/files/rt03."),
    "way_address_plain": Message(
        "Alamat server harus diawali https://, supaya kata sandi tidak terbaca orang lain. Minta alamat yang benar."
    ),
    "way_address_secret": Message("Jangan tulis kata sandi di dalam alamat. Isikan di kotaknya sendiri."),
    "way_folder_inside": Message("Folder data tidak dapat menjadi folder kiriman. Pilih folder lain."),
}

_FILES = {
    "photo_unreadable": Message(
        "Foto ini tidak dapat dibuka, mungkin terpotong saat dikirim. Foto ulang, atau minta kirim ulang."
    ),
    "photo_too_large": Message("Foto ini terlalu besar, jadi tidak dimasukkan. Kirim foto dengan ukuran lebih kecil."),
    "bad_slot": Message("Tempat foto ini tidak dikenal. Pilih 0 %, 50 %, 100 %, atau tempat lain di daftar."),
    "scan_empty": Message(
        "Belum ada berkas pindaian yang dipilih. Pilih foto atau PDF kertas yang sudah ditandatangani."
    ),
    "load_bad_line": Message(
        "Baris {line} pada berkas ini salah, jadi tidak ada yang diambil. Betulkan baris itu, lalu coba lagi.",
        "Ada baris yang salah pada berkas ini, jadi tidak ada yang diambil. Betulkan, lalu coba lagi.",
    ),
    "load_foreign": Message(
        "Baris {line} milik {area:area}, bukan meja ini. Tidak ada yang diambil; pakai folder baru yang kosong.",
        "Berkas ini memuat catatan meja lain. Tidak ada yang diambil; pakai folder baru yang kosong.",
    ),
    "load_not_empty": Message(
        "Sebagian catatan sudah ada di sini, jadi tidak ada yang diambil. Pakai folder baru yang kosong."
    ),
    "load_damaged": Message(
        "Berkas “{name}” rusak atau terpotong, jadi tidak ada yang diambil. Minta atau salin berkas yang utuh.",
        "Berkas ini rusak atau terpotong, jadi tidak ada yang diambil. Minta atau salin berkas yang utuh.",
    ),
    "load_empty": Message(
        "Berkas “{name}” tidak berisi catatan, jadi tidak ada yang diambil. Pilih berkas hasil simpan semua catatan.",
        "Berkas ini tidak berisi catatan, jadi tidak ada yang diambil. Pilih berkas hasil simpan semua catatan.",
    ),
    "load_too_big": Message(
        "Isi berkas “{name}” jauh lebih besar dari yang wajar, jadi tidak ada yang diambil. Minta berkas lain.",
        "Isi berkas ini jauh lebih besar dari yang wajar, jadi tidak ada yang diambil. Minta berkas lain.",
    ),
    "load_file_damaged": Message(
        "Sebagian lampiran di dalam berkas ini rusak, jadi tidak ada yang diambil. Minta berkas yang utuh."
    ),
}

_LINES = {
    "line.not_utf8": Message(
        "Ada huruf yang rusak di dalam data ini, jadi ditolak. Minta pengirim membuat bundel baru."
    ),
    "line.not_json": Message("Bentuk data ini salah, jadi ditolak. Minta pengirim membuat bundel baru."),
    "line.number": Message(
        "Ada bilangan yang salah di dalam data ini, jadi ditolak. Minta pengirim membuat bundel baru."
    ),
    "line.too_deep": Message("Susunan data ini tidak wajar, jadi ditolak. Minta pengirim membuat bundel baru."),
    "line.bad_text": Message("Ada tanda yang tidak boleh ada di dalam teks. Hapus tanda itu, lalu coba lagi."),
    "line.not_nfc": Message(
        "Cara menulis huruf di dalam data ini tidak baku, jadi ditolak. Minta pengirim membuat bundel baru."
    ),
    "line.not_canonical": Message(
        "Cara menulis data ini tidak baku, jadi ditolak. Minta pengirim membuat bundel baru."
    ),
    "line.too_long": Message("Teksnya terlalu panjang, jadi belum dapat dikirim. Singkat isinya, lalu coba lagi."),
    "line.bad_type": Message("Satu isian salah jenisnya, jadi ditolak. Periksa isiannya, lalu coba lagi."),
    "line.bad_field": Message("Satu isian di dalam data ini salah, jadi ditolak. Minta pengirim membuat bundel baru."),
    "line.unknown_field": Message("Data ini memuat isian yang tidak dikenal. Perbarui aplikasi, lalu coba lagi."),
    "line.unknown_op": Message("Data ini memuat perintah yang tidak dikenal. Perbarui aplikasi, lalu coba lagi."),
    "line.too_many_parents": Message(
        "Satu catatan punya terlalu banyak versi asal, jadi ditolak. Minta pengirim membuat bundel baru."
    ),
}

_MEDIA = {
    "media.too_big": Message(
        "Lampiran ini lebih besar dari 12 MB, jadi tidak dimasukkan. Perkecil dahulu, lalu coba lagi."
    ),
    "media.too_many_pixels": Message(
        "Foto ini terlalu besar ukurannya, jadi tidak dimasukkan. Perkecil dahulu, lalu coba lagi."
    ),
    "media.too_many_pages": Message(
        "PDF ini lebih dari 200 halaman, jadi tidak dimasukkan. Pisahkan menjadi beberapa berkas."
    ),
    "media.unsupported": Message("Jenis berkas ini tidak dapat dipakai. Gunakan foto JPEG atau PNG, atau PDF biasa."),
    "media.foreign_data": Message(
        "Berkas ini memuat isi lain di luar gambar atau kertasnya, jadi tidak dimasukkan. Foto atau pindai ulang."
    ),
    "media.active_content": Message(
        "PDF ini memuat perintah atau berkas lain, jadi tidak dimasukkan. Cetak lalu pindai kertasnya."
    ),
    "media.encrypted": Message("PDF ini terkunci kata sandi, jadi tidak dimasukkan. Simpan dahulu tanpa kata sandi."),
    "media.damaged": Message(
        "Foto atau berkas ini tidak dapat dibuka, mungkin terpotong. Foto ulang, atau minta kirim ulang."
    ),
}

_CARDS = {
    "card.bad_form": Message("Kartu perangkat ini tidak terbaca, jadi tidak dipakai. Minta kartu yang baru."),
    "card.newer_card": Message(
        "Kartu perangkat ini dibuat dengan versi lebih baru. Perbarui aplikasi, lalu baca lagi."
    ),
    "card.bad_kind": Message("Jenis kartu perangkat ini tidak cocok dengan wilayahnya. Minta kartu yang benar."),
    "card.bad_key": Message("Kunci pada kartu ini bukan milik perangkat itu. Minta kartu yang baru."),
    "card.bad_signature": Message(
        "Tanda tangan kartu perangkat ini tidak cocok, jadi tidak dipercaya. Minta kartu yang baru."
    ),
    "card.no_delegation": Message(
        "Kartu kelurahan ini belum disahkan kunci induknya. Sahkan dahulu di komputer kelurahan."
    ),
    "card.bad_delegation": Message(
        "Pengesahan pada kartu kelurahan ini tidak cocok, jadi tidak dipercaya. Hubungi kelurahan sebelum meneruskan."
    ),
    "words.count": Message("Lembar pemulihan berisi 24 kata. Periksa apakah ada kata yang terlewat."),
    "words.unknown_word": Message(
        "Kata ke-{position} tidak ada di daftar. Periksa ejaannya pada lembar pemulihan.",
        "Ada kata yang tidak ada di daftar. Periksa ejaannya pada lembar pemulihan.",
    ),
    "words.row_mismatch": Message(
        "Kata pada baris {position} tidak cocok. Salin ulang baris itu dari lembar pemulihan.",
        "Ada baris yang tidak cocok. Salin ulang dari lembar pemulihan.",
    ),
}

_WORKBOOKS = {
    "workbook_in_use": Message(
        "Berkas “{name}” sedang dibuka di Excel. Tutup dahulu di Excel, lalu coba lagi.",
        "Berkas sedang dibuka di Excel. Tutup dahulu di Excel, lalu coba lagi.",
        "Coba lagi",
    ),
    "workbook_empty": Message(
        "Berkas “{name}” kosong, jadi tidak ada yang diambil. Pilih berkas yang berisi.",
        "Berkas ini kosong, jadi tidak ada yang diambil. Pilih berkas yang berisi.",
    ),
    "workbook_locked": Message(
        "Berkas “{name}” terkunci kata sandi. Buka di Excel, simpan tanpa kata sandi, lalu ambil lagi.",
        "Berkas ini terkunci kata sandi. Buka di Excel, simpan tanpa kata sandi, lalu ambil lagi.",
    ),
    "workbook_old": Message(
        "Berkas “{name}” memakai bentuk Excel lama. Buka di Excel, simpan sebagai .xlsx, lalu ambil lagi.",
        "Berkas ini memakai bentuk Excel lama. Buka di Excel, simpan sebagai .xlsx, lalu ambil lagi.",
    ),
    "workbook_other": Message(
        "Isi berkas “{name}” bukan tabel Excel. Buka di Excel, simpan sebagai .xlsx, lalu ambil lagi.",
        "Isi berkas ini bukan tabel Excel. Buka di Excel, simpan sebagai .xlsx, lalu ambil lagi.",
    ),
    "workbook_damaged": Message(
        "Berkas “{name}” rusak atau terpotong, jadi tidak ada yang diambil. Minta kirim ulang, atau salin ulang.",
        "Berkas ini rusak atau terpotong, jadi tidak ada yang diambil. Minta kirim ulang, atau salin ulang.",
    ),
    "workbook_too_big": Message(
        "Berkas “{name}” terlalu besar untuk daftar ini. Salin barisnya ke berkas baru, lalu ambil lagi.",
        "Daftar ini terlalu besar. Salin barisnya ke berkas baru, lalu ambil lagi.",
    ),
    "table_empty": Message("Tidak ada baris berisi di bawah judul kolomnya. Periksa apakah lembarnya benar."),
    "nik_number": Message("NIK tersimpan sebagai angka, digit terakhirnya hilang. NIK dikosongkan; ketik dari KTP."),
    "nik_rounded": Message("Hampir semua NIK berakhiran 0, tanda diubah Excel. NIK dikosongkan; ketik dari KTP."),
    "nik_taken": Message(
        "NIK ini sudah dipakai {name}, jadi dikosongkan di sini. Periksa keduanya pada KTP.",
        "NIK ini sudah dipakai orang lain, jadi dikosongkan di sini. Periksa keduanya pada KTP.",
    ),
    "household_number": Message(
        "Nomor KK tersimpan sebagai angka, digit terakhirnya hilang. Nomor KK dikosongkan; ketik dari kartunya."
    ),
    "household_digits": Message("Nomor KK hanya berisi angka. Nomor KK dikosongkan; ketik dari kartunya."),
    "household_length": Message("Nomor KK harus 16 angka. Periksa lagi pada kartunya."),
    "gender_unknown": Message("L/P belum terbaca, jadi dikosongkan. Tulis L atau P."),
    "gender_nik": Message("L/P berbeda dari NIK. Periksa lagi pada KTP."),
    "born_future": Message("Tanggal lahir ini belum terjadi, jadi dikosongkan. Periksa tahunnya."),
    "born_ahead": Message("Tanggal lahir ini belum terjadi. Periksa tahunnya."),
    "born_unreadable": Message("Tanggal lahir belum terbaca, jadi dikosongkan. Contoh: 28/2/1985."),
    "row_twice": Message("Orang ini sudah ada di baris {row}. Baris ini tidak diambil.", "Baris ini ganda."),
    "maybe_twice": Message(
        "Nama dan nomor KK sama dengan baris {row}, mungkin ganda. Periksa keduanya.",
        "Nama dan nomor KK sama dengan baris lain, mungkin ganda. Periksa keduanya.",
    ),
    "nik_shared": Message("NIK yang sama tercatat pada orang lain. Periksa keduanya pada KTP."),
    "resident_twice": Message("Nama dan nomor KK sama dengan warga lain, mungkin ganda. Gabungkan bila orangnya sama."),
    "same_name": Message(
        "Nama ini sudah ada di baris {row}. Periksa apakah orangnya memang berbeda.",
        "Nama ini sudah ada di baris lain. Periksa apakah orangnya memang berbeda.",
    ),
    "row_outside": Message("Baris ini di luar daftarnya, jadi tidak diambil. Beri nomor urut bila memang warga."),
    "line_volume_date": Message(
        "Volume baris ini berupa tanggal atau jam ({typed}), biasanya diubah sendiri oleh Excel. Ketik volumenya.",
        "Volume baris ini berupa tanggal atau jam, biasanya diubah sendiri oleh Excel. Ketik volumenya.",
    ),
    "line_text_long": Message(
        "Tulisan pada baris ini lebih dari {most:n} huruf, sisanya tidak diambil. Periksa, lalu pendekkan.",
        "Tulisan pada baris ini terlalu panjang, sisanya tidak diambil. Periksa, lalu pendekkan.",
    ),
    "line_volume_rounded": Message(
        "Volume dibulatkan menjadi {typed}. Periksa volumenya.",
        "Volume dibulatkan menjadi tiga angka di belakang koma. Periksa volumenya.",
    ),
    "row_without_name": Message("Nama pada baris ini kosong, jadi tidak diambil. Isi namanya."),
    "cell_error": Message("Ada sel yang berisi {typed}, jadi dikosongkan. Betulkan di Excel.", "Ada sel yang rusak."),
    "cell_formula": Message("Hasil rumus di baris ini belum tersimpan. Buka dan simpan sekali di Excel."),
    "line_volume": Message("Volume kosong atau nol. Isi volumenya."),
    "line_price": Message("Harga satuan kosong atau nol. Isi harganya."),
    "line_total": Message(
        "Jumlah di berkas {written:rp}, menurut volume dan harga {counted:rp}. Periksa baris ini.",
        "Jumlah di berkas berbeda dari volume kali harga. Periksa baris ini.",
    ),
    "prices_none": Message("Tidak ada harga yang terbaca. Tunjukkan kolom nama dan kolom harganya."),
    "price_list_unnamed": Message("Daftar harga ini belum bernama. Tulis namanya."),
    "price_list_undated": Message("Tanggal daftar harga belum diisi. Tulis tanggal yang tercantum di daftar itu."),
    "line_without_text": Message("Uraian baris ini kosong, jadi tidak diambil. Isi uraiannya."),
}

_MEETINGS = {
    "decision_proposed": Message(
        "Keputusan “{text}” sudah menjadi usulan. Buka usulannya untuk mengubahnya.",
        "Keputusan ini sudah menjadi usulan. Buka usulannya untuk mengubahnya.",
    ),
    "decision_without_text": Message("Keputusan ini belum berisi. Tulis dahulu apa yang diputuskan."),
    "meeting_locked": Message(
        "Rembug ini sudah diajukan ke kelurahan dan terkunci. Buat perbaikan; naskah lama tetap tersimpan.",
        button="Buat perbaikan",
    ),
}

# What screens say without an exception behind it; the keys are those of the screens' own list of messages.
_SCREENS = {
    "pagu.lebih": Message(
        "Bidang {sector} melebihi pagu {over:rp}. Usulan tetap tersimpan sebagai draf; kurangi RAB atau "
        "pindahkan ke tahun depan.",
        "Satu bidang melebihi pagu. Usulan tetap tersimpan sebagai draf; kurangi RAB atau pindahkan ke tahun depan.",
        "Buka RAB",
    ),
    "pagu.infra.min": Message(
        "Infrastruktur bersama baru {share}, aturan {year} meminta paling sedikit {minimum}. Tambahkan usulan "
        "bersama atau buat surat pernyataan (formulir E).",
        "Infrastruktur bersama di bawah batas aturan. Tambahkan usulan bersama atau buat surat pernyataan "
        "(formulir E).",
    ),
    "usulan.tanpa_rembug": Message(
        "Usulan ini belum punya rembug. Pilih rembug yang memutuskannya, atau buat rembug baru.", button="Pilih rembug"
    ),
    "usulan.dilarang": Message(
        "“{title}” tidak termasuk yang dibiayai tahun ini (lihat aturan nomor {number}). Simpan sebagai draf "
        "atau ganti kegiatan.",
        "Kegiatan ini tidak termasuk yang dibiayai tahun ini. Simpan sebagai draf atau ganti kegiatan.",
    ),
    "replacement_reason_missing": Message("Alasan penggantian belum ditulis. Tulis mengapa peserta diganti."),
    "sessions_missing": Message("Sesi yang diikuti pengganti belum dipilih. Centang paling sedikit satu sesi."),
    "replaces_self": Message(
        "{name} tidak dapat menggantikan dirinya sendiri. Pilih orang lain.",
        "Peserta tidak dapat menggantikan dirinya sendiri. Pilih orang lain.",
    ),
    "hadir.ganda": Message(
        "{name} sudah tercatat hadir. Jika orangnya berbeda, tambahkan sebagai orang lain.",
        "Nama ini sudah tercatat hadir. Jika orangnya berbeda, tambahkan sebagai orang lain.",
        "Tambah sebagai orang lain",
    ),
    "hadir.tempel": Message(
        "{same:n} nama cocok, {similar:n} mirip, {new:n} baru. Lihat yang belum cocok dahulu.",
        "Beberapa nama belum cocok. Lihat nama itu dahulu.",
        "Lihat",
    ),
    "warga.nik_rusak": Message(
        "{count:n} NIK tersimpan sebagai angka di Excel, digit terakhirnya hilang. Nama tetap diambil, NIK "
        "dikosongkan.",
        "NIK tersimpan sebagai angka di Excel, digit terakhirnya hilang. Nama tetap diambil, NIK dikosongkan.",
        "Simpan daftar masalah",
    ),
    "excel.kolom": Message(
        "Kolom “{column}” tidak ditemukan di baris pertama. Tunjukkan kolom yang berisi {content}.",
        "Satu kolom tidak ditemukan di baris pertama. Tunjukkan kolomnya.",
        "Pilih kolom",
    ),
    "excel.terbuka": Message(
        "Berkas sedang dibuka di Excel. Tutup dahulu di Excel, lalu coba lagi.",
        button="Coba lagi",
    ),
    "rab.harga": Message(
        "Harga {item} {price:rp} di atas daftar harga {listed:rp}. Ubah harga, atau tulis alasan.",
        "Harga ini di atas daftar harga. Ubah harga, atau tulis alasan.",
    ),
    "kuitansi.item_habis": Message(
        "Sisa item “{item}” tinggal {left:rp}, kuitansi ini {amount:rp}. Tersimpan dengan tanda; bagi ke item "
        "lain atau buat adendum sebelum SPJ.",
        "Sisa item ini tidak cukup. Tersimpan dengan tanda; bagi ke item lain atau buat adendum sebelum SPJ.",
        "Bagi",
    ),
    "kuitansi.ganda": Message(
        "Nota {note} dari {payee} {amount:rp} sudah ada ({number}). Simpan hanya jika memang dua belanja.",
        "Nota yang sama sudah ada. Simpan hanya jika memang dua belanja.",
    ),
    "kuitansi.foto": Message(
        "Foto nota belum ada. Kuitansi tersimpan; foto diperlukan sebelum SPJ.",
        button="Tambah foto",
    ),
    "uang.tidak_terbaca": Message(
        "“{typed}” bisa berarti {readings}. Tulis salah satunya.",
        "Jumlah uang ini bisa dibaca dua cara. Tulis tanpa titik dan koma.",
    ),
    "tanggal.tidak_terbaca": Message(
        "Tanggal “{typed}” tidak ada. Contoh: 28/2/2026 atau 28 Februari 2026.",
        "Tanggal ini tidak ada. Contoh: 28/2/2026 atau 28 Februari 2026.",
    ),
    "pajak.aturan_lama": Message(
        "Aturan pajak yang dipakai berakhir {until:day}. Minta berkas aturan baru ke kelurahan; saran pajak "
        "dimatikan dahulu.",
        "Aturan pajak yang dipakai sudah berakhir. Minta berkas aturan baru ke kelurahan; saran pajak dimatikan "
        "dahulu.",
    ),
    "cair.spj_kurang": Message(
        "Tahap {tranche} belum bisa diajukan: SPJ tahap {previous} kurang {count:n} berkas.",
        "Tahap ini belum bisa diajukan: SPJ tahap sebelumnya belum lengkap.",
        "Lihat yang kurang",
    ),
    "foto.tanpa_tanggal": Message(
        "{count:n} foto tidak punya tanggal. Isi satu tanggal untuk semua, atau satu per satu.",
        "Ada foto tanpa tanggal. Isi satu tanggal untuk semua, atau satu per satu.",
    ),
    "foto.rusak": Message(
        "Foto “{name}” tidak dapat dibuka, mungkin terpotong saat dikirim. Minta kirim ulang; foto lain sudah masuk.",
        "Satu foto tidak dapat dibuka, mungkin terpotong saat dikirim. Minta kirim ulang; foto lain sudah masuk.",
    ),
    "bundel.rusak": Message(
        "Bundel tidak utuh atau terpotong. Data di komputer ini tidak berubah; salin ulang dari USB atau minta "
        "kirim ulang."
    ),
    "bundel.lama": Message("Isi bundel ini sudah ada semua di komputer ini. Tidak ada yang berubah."),
    "bundel.versi": Message(
        "Bundel dibuat dengan versi lebih baru. Perbarui aplikasi dari USB pembaruan, lalu terima lagi.",
        button="Cara memperbarui",
    ),
    "bundel.beda_rt": Message(
        "Bundel ini milik {theirs}, meja ini {ours}. Tidak ada yang diambil.",
        "Bundel ini milik meja lain. Tidak ada yang diambil.",
    ),
    "usb.hilang": Message(
        "USB dicabut sebelum selesai; bundel di USB belum utuh, data Anda aman. Colokkan lagi, lalu ulangi.",
        button="Ulangi",
    ),
    "usb.penuh": Message(
        "USB penuh: perlu {needed} MB, tersedia {free} MB. Pilih ukuran Ringan atau USB lain.",
        "USB penuh. Pilih ukuran Ringan atau USB lain.",
        "Ringan",
    ),
    "simpan.gagal": Message(
        "Belum tersimpan karena disk penuh. Jangan tutup aplikasi; kosongkan ruang, lalu simpan lagi.",
        button="Simpan lagi",
    ),
    "cadangan.lama": Message(
        "Cadangan terakhir {days:n} hari lalu. Colokkan USB, lalu cadangkan sekarang.",
        "Cadangan terakhir sudah lama. Colokkan USB, lalu cadangkan sekarang.",
        "Cadangkan sekarang",
    ),
    "pulih.konfirmasi": Message(
        "Cadangan {day:day} akan digabung dengan isi hari ini. Isi hari ini dicadangkan dahulu.",
        "Cadangan ini akan digabung dengan isi hari ini. Isi hari ini dicadangkan dahulu.",
        "Pulihkan",
    ),
    "cetak.printer": Message(
        "Printer tidak menjawab. PDF sudah disimpan; periksa kabel dan kertas, lalu cetak lagi.", button="Cetak lagi"
    ),
    "hapus.terikat": Message(
        "Kegiatan ini punya {count:n} kuitansi, jadi tidak dapat dihapus. Tutup kegiatan dengan alasan.",
        "Kegiatan ini punya kuitansi, jadi tidak dapat dihapus. Tutup kegiatan dengan alasan.",
        "Tutup kegiatan",
    ),
    "kunci": Message(
        "Sudah diajukan ke kelurahan dan terkunci. Buat perbaikan; naskah lama tetap tersimpan.",
        button="Buat perbaikan",
    ),
}

MESSAGES: dict[str, Message] = {
    **_MONEY,
    **_DATES,
    **_PEOPLE,
    **_SHEETS,
    **_NUMBERS,
    **_TAXES,
    **_RECORDS,
    **_FORMS,
    **_SUBMISSIONS,
    **_POKMAS,
    **_PAPERS,
    **_WORKBOOKS,
    **_FOLDER,
    **_BACKUPS,
    **_BUNDLES,
    **_EXCHANGE,
    **_WAYS,
    **_FILES,
    **_LINES,
    **_MEDIA,
    **_CARDS,
    **_WORKBOOKS,
    **_MEETINGS,
    **_SCREENS,
}
_FAMILIES = ("bundle", "media", "card", "words", "line")


class _Fact:
    """A fact as a text shows it: lists joined, money and dates by their format."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __format__(self, how: str) -> str:
        value = self._value
        if how == "day" and isinstance(value, datetime.date):
            return format_day(value)
        if how in {"rp", "n"} and isinstance(value, int):
            return format_rupiah(value) if how == "rp" else format_number(value)
        if how == "area":
            return _area_name(str(value))
        if isinstance(value, (list, tuple)):
            return " atau ".join(str(item) for item in value)
        return str(value)


def _area_name(written: str) -> str:
    """`RT 03/RW 04`, `Pokmas 02`, `Kelurahan 35.71.02.1013`; what is no area is shown as it is."""
    try:
        area = parse_area(written)
    except RuleViolation:
        return written
    return f"{area.short_name} {area.code}" if area.role == "kelurahan" else area.short_name


def message_for(code: str) -> Message:
    """The message of a code; of a bare code of the exchange ("cut") the one of its family. FALLBACK if unknown."""
    for key in (code, *(f"{family}.{code}" for family in _FAMILIES)):
        if key in MESSAGES:
            return MESSAGES[key]
    return FALLBACK


def sentence(code: str, facts: Mapping[str, object] | None = None) -> str:
    """What people read about this code, final. Without the facts it needs, a plainer wording; never an error."""
    message = message_for(code)
    given = {name: _Fact(value) for name, value in (facts or {}).items() if value not in (None, "")}
    try:
        text = message.text.format_map(given)
    except KeyError:
        text = message.plain or FALLBACK.text
    return re.sub(r"^\w", lambda first: first[0].upper(), text)


def button(code: str) -> str:
    """The verb for the button that goes with the sentence, "" when there is none."""
    return message_for(code).button


def key_of(problem: RuleViolation | Trouble) -> str:
    """The key of a problem's message. Troubles of the exchange carry the bundle's bare code ("cut", "not_owner")."""
    family = f"bundle.{problem.code}"
    return family if isinstance(problem, Trouble) and family in MESSAGES else problem.code


def explain(problem: RuleViolation | Trouble) -> str:
    """The sentence of a problem as it was raised."""
    return sentence(key_of(problem), problem.facts)
