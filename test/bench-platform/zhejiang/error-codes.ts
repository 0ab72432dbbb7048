/** 附件二 1.3, word for word. */
export const ERROR_CODES = {
  '400_01': 'APICODE为空',
  '400_02': 'param解析失败',
  '400_04': 'token或 sign验证失败',
  '400_05': 'timestamp验证错误',
  '401_01': 'token不存在',
  '401_02': '认证密钥已失效',
  '402_01': '当前版本号（数据包版本号）不能为空',
  '402_02': '设备号不能为空',
  '402_03': '设备认证通过 Token值不能为空',
  '402_04': '接口标识不能为空',
  '402_05': '时间戳不能为空',
  '402_06': '请求参数 json串 param不能为空',
  '402_07': '签名不能为空',
  '403_01': '考勤类型有误，请参考数据字典传值',
  '403_02': '考勤复合类型有误，请参考数据字典传值',
  '403_03': '二维码类型有误，请参考数据字典传值',
  '404_01': '时间戳 timeStamp 格式有误，正确格式为yyyyMMddHHmmss',
  '500_01': '系统异常',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** The `error` member of a reply; codes that the document does not list are sent all the same. */
export const errorObject = (code: string): { readonly errorcode: string; readonly errormsg: string } => ({
  errorcode: code,
  errormsg: (ERROR_CODES as Readonly<Record<string, string>>)[code] ?? '未知错误',
});
