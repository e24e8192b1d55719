"""The kelurahan's board: RT × bidang, the order of one RT's usulan, usulan of several RTs that are alike."""
